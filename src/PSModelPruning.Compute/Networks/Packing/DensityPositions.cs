namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Positions with <see cref="DensityContexts"/>.</summary>
internal sealed class DensityPositions : ContextPositions<DensityContexts>
{
    /// <inheritdoc/>
    internal override string Name => "Density";
}
