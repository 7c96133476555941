namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>The size of a block of weights.</summary>
/// <param name="Outputs">Rows of the layer's matrix.</param>
/// <param name="Inputs">Columns.</param>
internal sealed record BlockSize(int Outputs, int Inputs)
{
    internal static readonly BlockSize Usual = new(4, 4);

    /// <summary>One number for a square, or two.</summary>
    /// <exception cref="ComputeException"><c>BlockSizeInvalid</c>.</exception>
    internal static BlockSize From(IReadOnlyList<int> sizes) =>
        sizes.Count is 1 or 2 && sizes.All(size => size >= 1)
            ? new BlockSize(sizes[0], sizes[^1])
            : throw PruningErrors.BlockSizeInvalid(sizes);
}
