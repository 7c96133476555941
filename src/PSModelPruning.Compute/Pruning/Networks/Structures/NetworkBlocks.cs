using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// Finds the blocks of a graph: for every Add of two activations of the same shape the nodes that lead to one of them and not to the other,
/// where nothing else reads them; of two such branches (a projecting shortcut) the one that costs more. Then layers whose input and output
/// have the same shape, which lie in no such branch. Where blocks lie in one another, the inner ones count. O(nodes²) at most.
/// </summary>
internal sealed class NetworkBlocks
{
    private readonly Graph _graph;
    private readonly Dictionary<string, long[]> _shapes;
    private readonly Dictionary<string, long> _costs;
    private readonly Dictionary<string, int> _makers = [];
    private readonly ILookup<string, int> _readers;
    private readonly ILookup<string, string> _weights;

    private NetworkBlocks(Graph graph)
    {
        _graph = graph;
        _shapes = graph.InferShapes();
        _costs = graph.MultiplyAccumulatesByNode();
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (string output in graph.Nodes[i].Outputs.Where(output => output.Length > 0))
                _makers.Add(output, i);
        }
        _readers = Enumerable
            .Range(0, graph.Nodes.Count)
            .SelectMany(i => graph.Nodes[i].Inputs.Distinct().Select(input => (input, i)))
            .ToLookup(entry => entry.input, entry => entry.i);
        _weights = graph.PrunableWeights().ToLookup(entry => entry.Node.Name, entry => entry.Weight.Name);
    }

    /// <summary>All blocks, in the graph's order of their ends.</summary>
    internal static IReadOnlyList<NetworkBlock> Of(Graph graph)
    {
        var finder = new NetworkBlocks(graph);
        var taken = new HashSet<string>();
        var blocks = new List<NetworkBlock>();
        NetworkBlock[] residual = [.. graph.Nodes.Where(node => node.Operator.IsSum).Select(finder.Residual).OfType<NetworkBlock>()];
        foreach (NetworkBlock block in residual.OrderBy(block => block.Nodes.Count))
            Accept(block, block.Nodes.Append(block.Name));
        // A branch belongs to its connection even where another block in it was preferred.
        taken.UnionWith(residual.SelectMany(block => block.Nodes));
        foreach (NetworkBlock block in graph.Nodes.Select(finder.Layer).OfType<NetworkBlock>())
            Accept(block, block.Nodes);
        return [.. blocks.OrderBy(block => finder._makers[block.Output])];

        void Accept(NetworkBlock block, IEnumerable<string> nodes)
        {
            if (block.Nodes.Any(taken.Contains))
                return;
            taken.UnionWith(nodes);
            blocks.Add(block);
        }
    }

    private NetworkBlock? Residual(Node add)
    {
        string a = add.Inputs[0],
            b = add.Inputs[1];
        if (a == b || _graph.Parameters.ContainsKey(a) || _graph.Parameters.ContainsKey(b) || !_shapes[a].SequenceEqual(_shapes[b]))
            return null;
        NetworkBlock? first = Branch(add, a, b),
            second = Branch(add, b, a);
        if (first is null || second is null)
            return first ?? second;
        long costs = first.Nodes.Sum(name => _costs[name]),
            others = second.Nodes.Sum(name => _costs[name]);
        return costs == others ? null
            : costs > others ? first
            : second;
    }

    /// <summary>
    /// The nodes that lead to one value and not to the other, as a block; null where something else needs them or they have no weights.
    /// </summary>
    private NetworkBlock? Branch(Node add, string branch, string shortcut)
    {
        HashSet<int> nodes = Ancestors(branch);
        nodes.ExceptWith(Ancestors(shortcut));
        int end = _makers[add.Output];
        bool isClosed = nodes.All(i =>
            _graph
                .Nodes[i]
                .Outputs.All(output =>
                    output != _graph.OutputName && _readers[output].All(reader => reader == end || nodes.Contains(reader))
                )
        );
        return isClosed ? Block(add.Name, nodes, shortcut, add.Output, isResidual: true) : null;
    }

    /// <summary>A layer of the same shape with what follows it, as a block; null where it is none.</summary>
    private NetworkBlock? Layer(Node layer)
    {
        if (
            !_weights.Contains(layer.Name)
            || _graph.Parameters.ContainsKey(layer.Inputs[0])
            || IsAttention(_makers.GetValueOrDefault(layer.Inputs[0], -1))
        )
            return null;
        var nodes = new HashSet<int> { _makers[layer.Output] };
        Node last = layer;
        while (Reader(last) is { } next && _graph.Nodes[next].Inputs[0] == last.Output && IsFollower(_graph.Nodes[next]))
        {
            nodes.Add(next);
            last = _graph.Nodes[next];
        }
        bool fits =
            last.Output != _graph.OutputName
            && _shapes[last.Output].SequenceEqual(_shapes[layer.Inputs[0]])
            && !_readers[last.Output].Any(IsAttention);
        return fits ? Block(layer.Name, nodes, layer.Inputs[0], last.Output, isResidual: false) : null;
    }

    private NetworkBlock? Block(string name, IEnumerable<int> nodes, string input, string output, bool isResidual)
    {
        string[] names = [.. nodes.Order().Select(i => _graph.Nodes[i].Name)];
        string[] weights = [.. names.SelectMany(node => _weights[node])];
        return weights.Length == 0
            ? null
            : new NetworkBlock(name, names, [.. names.Where(_weights.Contains)], weights, input, output, isResidual);
    }

    private int? Reader(Node node) =>
        node.Outputs.Count == 1 && node.Output != _graph.OutputName && _readers[node.Output].Count() == 1
            ? _readers[node.Output].First()
            : null;

    /// <summary>True for what is part of the layer before it: normalization, activation, a bias that is added.</summary>
    private bool IsFollower(Node node) => node.Operator.CompletesLayer(node, _graph.Parameters.ContainsKey);

    private bool IsAttention(int node) => node >= 0 && _graph.Nodes[node].Operator.HasHeads;

    private HashSet<int> Ancestors(string value)
    {
        var found = new HashSet<int>();
        var open = new Stack<string>([value]);
        while (open.TryPop(out string? name))
        {
            if (!_makers.TryGetValue(name, out int maker) || !found.Add(maker))
                continue;
            foreach (string input in _graph.Nodes[maker].Inputs)
                open.Push(input);
        }
        return found;
    }
}
