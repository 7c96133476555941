namespace PSModelPruning.Compute.Networks;

/// <summary>
/// A network: nodes in topological order over named values, from one input to one output. It owns its parameters.
/// The structure is immutable but for <see cref="ReplaceNode"/> and <see cref="ReplaceNodes"/>, which physical pruning uses on a copy.
/// </summary>
internal sealed class Graph : IDisposable
{
    private readonly List<Node> _nodes;
    private readonly Dictionary<string, GraphParameter> _parameters;

    /// <param name="inputName">The name of the input value.</param>
    /// <param name="inputShape">The input's shape without the batch dimension.</param>
    /// <param name="outputName">The name of the value that is the result: logits <c>[rows, classes]</c>, or <c>[rows, 1]</c> for
    /// regression.</param>
    /// <param name="nodes">The nodes; each may only use the input, parameters, and outputs of nodes before it.</param>
    /// <param name="parameters">The parameters, whose ownership passes to the graph.</param>
    internal Graph(
        string inputName,
        IReadOnlyList<int> inputShape,
        string outputName,
        IEnumerable<Node> nodes,
        IEnumerable<GraphParameter> parameters
    )
    {
        InputName = inputName;
        InputShape = inputShape;
        OutputName = outputName;
        _nodes = [.. nodes];
        _parameters = parameters.ToDictionary(p => p.Name);
    }

    internal string InputName { get; }

    internal IReadOnlyList<int> InputShape { get; }

    internal string OutputName { get; }

    internal IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>The parameters by name, in the order they were added.</summary>
    internal IReadOnlyDictionary<string, GraphParameter> Parameters => _parameters;

    internal void ReplaceNode(int index, Node node) => _nodes[index] = node;

    /// <summary>Puts other nodes in the place of all. Parameters that no node uses any more are dropped.</summary>
    /// <param name="nodes">The nodes, in topological order, with the same output.</param>
    /// <param name="added">New parameters, whose ownership passes to the graph.</param>
    internal void ReplaceNodes(IReadOnlyList<Node> nodes, params GraphParameter[] added)
    {
        _nodes.Clear();
        _nodes.AddRange(nodes);
        foreach (GraphParameter parameter in added)
            _parameters.Add(parameter.Name, parameter);
        HashSet<string> used = [.. nodes.SelectMany(node => node.Inputs)];
        foreach (GraphParameter unused in _parameters.Values.Where(parameter => !used.Contains(parameter.Name)).ToArray())
        {
            _parameters.Remove(unused.Name);
            unused.Dispose();
        }
    }

    /// <summary>A copy with its own tensors.</summary>
    /// <param name="inputShape">The shape of the copy's input, where it changes (feature pruning).</param>
    internal Graph Clone(IReadOnlyList<int>? inputShape = null) =>
        new(InputName, inputShape ?? InputShape, OutputName, _nodes, _parameters.Values.Select(p => p.Clone()));

    public void Dispose()
    {
        foreach (GraphParameter parameter in _parameters.Values)
            parameter.Dispose();
    }
}
