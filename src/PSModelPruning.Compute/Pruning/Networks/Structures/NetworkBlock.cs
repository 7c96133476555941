namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// A part of a network that can be left out, because one value can stand in for the one that it gives: the branch of a residual connection,
/// or a layer whose input and output have the same shape, with the normalization and activation behind it.
/// </summary>
/// <param name="Name">The node at its end that joins branch and shortcut, or the layer.</param>
/// <param name="Nodes">The names of its nodes in the graph's order, without the joining Add.</param>
/// <param name="Layers">Those of them that have weights.</param>
/// <param name="Weights">The names of its weights.</param>
/// <param name="Input">The value that stands in: the shortcut's, or the layer's input.</param>
/// <param name="Output">The value that it gives, together with the shortcut.</param>
/// <param name="IsResidual">True for a branch that a shortcut goes around.</param>
internal sealed record NetworkBlock(
    string Name,
    IReadOnlyList<string> Nodes,
    IReadOnlyList<string> Layers,
    IReadOnlyList<string> Weights,
    string Input,
    string Output,
    bool IsResidual
);
