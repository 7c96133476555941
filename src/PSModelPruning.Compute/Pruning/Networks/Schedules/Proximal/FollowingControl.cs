namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>
/// Lets the sparsity follow its course, for what comes back when the penalty is weaker: λ ← λ·exp(κ·e), e = ln((1 − s)/(1 − s*)) cut to
/// [−1, 1], with s the part that is zero and s* the one that should be. Where too much is left the strength grows, where too little is it
/// falls; nothing changes where both agree.
/// </summary>
/// <param name="strength">λ at the beginning.</param>
internal sealed class FollowingControl(double strength) : PenaltyControl
{
    private const double Gain = 0.25;

    /// <summary>The least density that counts, so that logarithms stay finite.</summary>
    private const double Least = 1e-6;

    private double _strength = strength;

    internal override double Strength => _strength;

    internal override void Observe(double sparsity, double wanted, long updatesLeft)
    {
        double error = Math.Log(Math.Max(1 - sparsity, Least) / Math.Max(1 - wanted, Least));
        _strength *= Math.Exp(Gain * Math.Clamp(error, -1, 1));
    }
}
