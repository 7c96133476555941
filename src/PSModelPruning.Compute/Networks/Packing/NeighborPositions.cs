namespace PSModelPruning.Compute.Networks.Packing;

/// <summary>Positions with <see cref="NeighborContexts"/>.</summary>
internal sealed class NeighborPositions : ContextPositions<NeighborContexts>
{
    /// <inheritdoc/>
    internal override string Name => "Neighbors";
}
