namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>Adapts the strength λ of a penalty so that the target is reached in time.</summary>
internal abstract class PenaltyControl
{
    /// <summary>λ.</summary>
    internal abstract double Strength { get; }

    /// <summary>Looks at what the penalty has done.</summary>
    /// <param name="sparsity">The part that is zero now.</param>
    /// <param name="wanted">The part that should be.</param>
    /// <param name="updatesLeft">Updates until the target should be reached.</param>
    internal abstract void Observe(double sparsity, double wanted, long updatesLeft);
}
