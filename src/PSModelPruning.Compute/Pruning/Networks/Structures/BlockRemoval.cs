using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Operators;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// Takes blocks out of a network: an Identity gives their input in the place of their output. What remains computes exactly what the
/// network computes whose branch outputs are multiplied by 0 (for a layer: whose output is replaced by its input).
/// </summary>
internal static class BlockRemoval
{
    private const string Mark = "removed";

    /// <summary>Blocks that were taken out, also by earlier prunings.</summary>
    internal static int Count(Graph graph) => graph.Nodes.Count(IsStandIn);

    /// <summary>True for the node that gives a block's input in the place of its output.</summary>
    internal static bool IsStandIn(Node node) => node.Attributes.Has(Mark);

    /// <summary>Takes the blocks out of the graph itself; their parameters go.</summary>
    internal static void Remove(Graph graph, IEnumerable<NetworkBlock> blocks)
    {
        var gone = new HashSet<string>();
        var replaced = new Dictionary<string, Node>();
        foreach (NetworkBlock block in blocks)
        {
            gone.UnionWith(block.Nodes);
            replaced.Add(
                block.Output,
                new Node(
                    block.Name,
                    OperatorCatalog.Of<IdentityOperator>(),
                    [block.Input],
                    [block.Output],
                    NodeAttributes.Empty.With(Mark, 1)
                )
            );
        }
        graph.ReplaceNodes([
            .. graph
                .Nodes.Where(node => replaced.ContainsKey(node.Output) || !gone.Contains(node.Name))
                .Select(node => replaced.GetValueOrDefault(node.Output, node)),
        ]);
    }

    /// <summary>A copy in which what the branches give is multiplied by 0, for residual blocks.</summary>
    internal static Graph Masked(Graph graph, IEnumerable<NetworkBlock> blocks)
    {
        Graph copy = graph.Clone();
        var nodes = copy.Nodes.ToList();
        var gates = new List<GraphParameter>();
        foreach (NetworkBlock block in blocks)
        {
            int place = nodes.FindIndex(node => node.Outputs.Contains(block.Output));
            string branch = nodes[place].Inputs.First(input => input != block.Input);
            var gate = new Node(
                $"{block.Name}_gate",
                OperatorCatalog.Of<MulOperator>(),
                [branch, $"{block.Name}_gate.value"],
                [$"{block.Name}_gate"],
                NodeAttributes.Empty
            );
            gates.Add(new GraphParameter($"{block.Name}_gate.value", zeros(1), false));
            nodes[place] = nodes[place] with { Inputs = [.. nodes[place].Inputs.Select(input => input == branch ? gate.Output : input)] };
            nodes.Insert(place, gate);
        }
        copy.ReplaceNodes(nodes, [.. gates]);
        return copy;
    }
}
