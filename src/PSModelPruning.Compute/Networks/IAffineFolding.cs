using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>The parameters of a graph while factors and terms of channels are taken into the layers that make them.</summary>
internal interface IAffineFolding
{
    /// <summary>The numbers of a parameter as they are by now; null for an activation.</summary>
    Tensor? Value(string name);

    /// <summary>The shape of a value.</summary>
    long[] Shape(string name);

    /// <summary>
    /// Sets a parameter's numbers and gives its name: its own where the node alone reads it, a new one otherwise.
    /// </summary>
    /// <param name="node">The node that reads it.</param>
    /// <param name="parameter">The parameter's name, or "" for a new one.</param>
    /// <param name="role">What it is for the node: <c>weight</c>, <c>bias</c>.</param>
    /// <param name="value">The numbers, of any floating-point type.</param>
    string Change(Node node, string parameter, string role, Tensor value);

    /// <summary>Takes a factor and a term into the node that makes a value, where nothing else reads the value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="scale">The factor of every channel.</param>
    /// <param name="shift">The term of every channel.</param>
    /// <param name="rest">What is left to be added to the value; null for nothing.</param>
    bool TryFold(string value, Tensor scale, Tensor shift, out Tensor? rest);
}

/// <summary>A node that took a factor and a term of its channels into its parameters.</summary>
/// <param name="Node">The node with its new parameters.</param>
/// <param name="Rest">What is left to be added to its output, one number a channel; null for nothing.</param>
internal sealed record FoldedNode(Node Node, Tensor? Rest);
