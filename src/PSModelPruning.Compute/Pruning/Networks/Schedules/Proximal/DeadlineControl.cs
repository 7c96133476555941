namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>
/// Brings a fraction of the units to zero in time, for what does not come back: behind a rectifier a unit whose weights are all zero has no
/// gradient. λ = q/(η·R): with it the largest unit that is to go, at the threshold q, would be zero after the R updates that are left if
/// there were no gradient. Where gradients hold units up q falls more slowly and λ grows;
/// once enough units are zero λ is 0, so that no more go.
/// </summary>
/// <param name="penalty">The penalty.</param>
/// <param name="fraction">The fraction of its units that is to be zero.</param>
/// <param name="learningRate">η.</param>
/// <param name="least">The least strength while more has to go.</param>
internal sealed class DeadlineControl(ProximalPenalty penalty, double fraction, double learningRate, double least) : PenaltyControl
{
    private readonly double _least = least;
    private double _strength;

    internal override double Strength => _strength;

    internal override void Observe(double sparsity, double wanted, long updatesLeft)
    {
        double threshold = penalty.Quantile(fraction);
        _strength = threshold == 0 ? 0 : Math.Max(_least, threshold / (learningRate * Math.Max(1, updatesLeft)));
    }
}
