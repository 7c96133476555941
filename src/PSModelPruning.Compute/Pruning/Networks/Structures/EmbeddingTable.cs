using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// The table of an embedding whose entries can be removed exactly: removed numbers share one row of zeros at the table's end, which a list
/// <c>[entries]</c> in front of it leads
/// them to (two Gather nodes of ONNX). The row of zeros is masked, so that training leaves it.
/// </summary>
internal sealed class EmbeddingTable
{
    private readonly Graph _graph;
    private readonly string _node;

    private EmbeddingTable(Graph graph, Node node)
    {
        _graph = graph;
        _node = node.Name;
        Weight = graph.Parameters[node.Inputs[0]];
    }

    /// <summary>The embedding's name.</summary>
    internal string Layer => _node;

    internal GraphParameter Weight { get; }

    /// <summary>True where entries were removed before.</summary>
    internal bool HasList => List() is not null;

    /// <summary>Rows that stand for a number of their own.</summary>
    internal int Rows => (int)Weight.Shape[0] - (HasList ? 1 : 0);

    /// <summary>The tables of a graph whose weights one embedding alone uses.</summary>
    internal static IReadOnlyList<EmbeddingTable> Of(Graph graph) =>
        [
            .. graph
                .Nodes.Where(node =>
                    Tables.IsLookup(node)
                    && graph.Parameters.TryGetValue(node.Inputs[0], out GraphParameter? weight)
                    && weight is { IsTrainable: true, Shape.Length: 2 }
                    && graph.Nodes.Count(other => other.Inputs.Contains(weight.Name)) == 1
                )
                .Select(node => new EmbeddingTable(graph, node)),
        ];

    /// <summary>Removes rows from the graph itself.</summary>
    /// <param name="rows">Indices below <see cref="Rows"/>.</param>
    internal void Remove(IReadOnlyCollection<int> rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        HashSet<int> gone = [.. rows];
        int[] kept = [.. Enumerable.Range(0, Rows).Where(row => !gone.Contains(row))];
        var places = new Dictionary<int, int>();
        for (int i = 0; i < kept.Length; i++)
            places.Add(kept[i], i);
        // Where a list leads, now: to the row itself, or to the row of zeros, which becomes the last.
        float[] before = List() is { } list ? list.Value.data<float>().ToArray() : [.. Enumerable.Range(0, Rows).Select(row => (float)row)];
        float[] after = [.. before.Select(row => (float)places.GetValueOrDefault((int)row, kept.Length))];
        Tensor indices = tensor([.. kept.Select(row => (long)row)]),
            width = zeros([1, Weight.Shape[1]]);
        Tensor value = cat([Weight.Value.detach().index_select(0, indices), width]);
        Tensor mask = cat([Weight.Mask?.index_select(0, indices) ?? ones([kept.Length, Weight.Shape[1]]), width]);
        Tensor? start = Weight.Start is { } early ? cat([early.index_select(0, indices), width]) : null;
        if (List() is { } existing)
            existing.Replace(tensor(after));
        else
            InsertList(after);
        Weight.Replace(value, mask);
        Weight.SetStart(start);
    }

    private Node Node => _graph.Nodes.First(node => node.Name == _node);

    private GraphParameter? List() => Tables.ListBefore(_graph, Node);

    private void InsertList(float[] entries)
    {
        string name = $"{_node}_index",
            parameter = $"{name}.list";
        var list = new Node(name, Node.Operator, [parameter, Node.Inputs[1]], [name], NodeAttributes.Empty);
        _graph.ReplaceNodes(
            [
                .. _graph.Nodes.SelectMany(node =>
                    node.Name == _node ? [list, node with { Inputs = [node.Inputs[0], name] }] : new[] { node }
                ),
            ],
            new GraphParameter(parameter, tensor(entries), false)
        );
    }
}
