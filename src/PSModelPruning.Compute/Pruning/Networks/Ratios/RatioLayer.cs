namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// A layer, or layers whose units are coupled, as the rules of per-layer sparsities see it. Counts are of the original units: weights, or
/// channels.
/// </summary>
/// <param name="Name">The layer's name; for several the first one's and how many more.</param>
/// <param name="Layers">The names of the layers.</param>
/// <param name="Original">Units in the oldest ancestor.</param>
/// <param name="Gone">Those of them that are gone.</param>
/// <param name="Most">The most of them that can be gone, at least <paramref name="Gone"/>: every layer keeps something.</param>
internal sealed record RatioLayer(string Name, IReadOnlyList<string> Layers, long Original, long Gone, long Most)
{
    /// <summary>The shape of the layer's weight in the oldest ancestor.</summary>
    internal IReadOnlyList<long> Shape { get; init; } = [];

    /// <summary>True for the first layer with weights where that is a convolution.</summary>
    internal bool IsFirstConvolution { get; init; }

    /// <summary>True for the last layer with weights where that is fully connected.</summary>
    internal bool IsLastLinear { get; init; }
}
