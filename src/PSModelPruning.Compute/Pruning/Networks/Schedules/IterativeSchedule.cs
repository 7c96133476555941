namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Equal steps, each followed by fine-tuning, after which the weights are scored anew: s_i = s_0 + (s_n − s_0)·i/n.
/// Han, Pool, Tran, Dally: "Learning both Weights and Connections for Efficient Neural Networks", 2015.
/// </summary>
internal sealed class IterativeSchedule : RoundsSchedule
{
    internal override string Name => "Iterative";

    internal override string Description => "Prunes in equal steps and fine-tunes after each (Han et al. 2015)";

    protected override int DefaultSteps(double initial, double final) => 4;

    internal override double Sparsity(double initial, double final, int step, int steps) =>
        step == steps ? final : initial + (final - initial) * ((double)step / steps);
}
