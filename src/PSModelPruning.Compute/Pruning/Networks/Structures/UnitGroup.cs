namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// Units that the same layers make, so that they compete with each other: the filters of one convolution, or the channels of a stage of a
/// residual network, which all its blocks add to. At least one unit of every group must stay.
/// </summary>
/// <param name="Name">The layer's name; for several layers the first one's and how many more.</param>
/// <param name="Layers">The layers that make the units, in the graph's order.</param>
/// <param name="Units">The units, in the order of the first layer's channels.</param>
/// <param name="FixedReason">Why all of the units must stay, or null where they may go.</param>
internal sealed record UnitGroup(string Name, IReadOnlyList<string> Layers, IReadOnlyList<PruningUnit> Units, string? FixedReason);
