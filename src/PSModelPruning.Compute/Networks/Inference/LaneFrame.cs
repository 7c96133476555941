namespace PSModelPruning.Compute.Networks.Inference;

/// <summary>The memory of one call: values that one tile after the other uses, and values of all tiles.</summary>
internal unsafe struct LaneFrame
{
    internal LaneKernels Kernels;

    /// <summary>What one tile uses after the other.</summary>
    internal float* Shared;

    /// <summary>What every tile has for itself.</summary>
    internal float* Own;

    /// <summary>From a tile's own values to the next tile's, in numbers.</summary>
    internal nint TileStride;

    /// <summary>Tiles of the call.</summary>
    internal int Tiles;

    /// <summary>The tile that is computed.</summary>
    internal int Tile;

    internal readonly float* Of(LaneValue value) =>
        value.IsOfAllTiles ? Own + (nint)value.Offset * Kernels.Count + Tile * TileStride : Shared + (nint)value.Offset * Kernels.Count;
}
