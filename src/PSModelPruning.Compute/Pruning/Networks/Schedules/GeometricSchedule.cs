namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Each step takes the same fraction p of what is left, and is followed by fine-tuning: 1 − s_i = (1 − s_0)·(1 − p)^i with p so that the
/// last step ends at the target. Without a number of steps, as many as keep p at 20 % or less. Frankle, Carbin: "The Lottery Ticket
/// Hypothesis", 2019, section 1.
/// </summary>
internal class GeometricSchedule : RoundsSchedule
{
    /// <summary>What one step takes of what is left, at most, where no number of steps is given (Frankle and Carbin 2019).</summary>
    private const double UsualFraction = 0.2;

    internal override string Name => "Geometric";

    internal override string Description =>
        "Each step removes the same fraction of the remainder (20 % unless you specify the steps) and fine-tunes";

    protected override int DefaultSteps(double initial, double final) =>
        // The last digits of a logarithm must not add a step.
        Math.Max(1, (int)Math.Ceiling(Math.Log((1 - final) / (1 - initial)) / Math.Log(1 - UsualFraction) - 1e-9));

    internal override double Sparsity(double initial, double final, int step, int steps) =>
        step == steps ? final : 1 - (1 - initial) * Math.Pow((1 - final) / (1 - initial), (double)step / steps);
}
