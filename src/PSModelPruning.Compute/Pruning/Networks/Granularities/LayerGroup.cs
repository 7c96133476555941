namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>A layer, or layers that lose their units together.</summary>
/// <param name="Name">The layer's name; for several layers the first one's and how many more.</param>
/// <param name="Layers">The names of the layers, in the graph's order.</param>
/// <param name="FixedReason">Why all of the units must stay, or null where they may go.</param>
internal sealed record LayerGroup(string Name, IReadOnlyList<string> Layers, string? FixedReason);
