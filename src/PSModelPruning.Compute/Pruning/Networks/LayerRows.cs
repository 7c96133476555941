using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Compares a graph before and after pruning, layer by layer. Every layer that has parameters gets a row.</summary>
internal static class LayerRows
{
    /// <param name="before">The graph before.</param>
    /// <param name="after">The graph after.</param>
    /// <param name="originalShapes">The shapes of the parameters in the oldest ancestor.</param>
    /// <param name="unit">"weight" counts nonzero weights, anything else counts output channels.</param>
    /// <param name="untouched">Why layers stay as they are, by name.</param>
    internal static IReadOnlyList<PruningLayer> Compare(Graph before, Graph after, IReadOnlyDictionary<string, long[]> originalShapes, string unit,
        IReadOnlyDictionary<string, string> untouched)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, long> macsBefore = before.MultiplyAccumulatesByNode(), macsAfter = after.MultiplyAccumulatesByNode();
        ChannelRelations relations = before.RelateChannels();
        Func<Graph, Node, long> count = unit == "weight" ? NonzeroWeights : ChannelCounter(before, after, relations);
        HashSet<string> counted = [], countedAfter = [];
        var rows = new List<PruningLayer>();
        foreach (Node node in before.Nodes)
        {
            GraphParameter[] parameters = [.. Owned(before, node).Where(parameter => counted.Add(parameter.Name))];
            if (parameters.Length == 0)
                continue;
            // Normalization that was folded into a layer, and the rounding of activations, are not layers of both graphs.
            Node? nodeAfter = after.Nodes.FirstOrDefault(candidate => candidate.Name == node.Name);
            if (NumberFormats.IsOfActivations(node))
                continue;
            GraphParameter[] parametersAfter = nodeAfter is null ? [] : [.. Owned(after, nodeAfter).Where(parameter => countedAfter.Add(parameter.Name))];
            long unitsBefore = count(before, node), unitsAfter = nodeAfter is null ? unitsBefore : count(after, nodeAfter);
            rows.Add(new PruningLayer
            {
                Layer = node.Name,
                Operator = node.OperatorType,
                Unit = unit,
                Original = Math.Max(unitsBefore, Original(before, node, relations, originalShapes, unit, unitsBefore)),
                Before = unitsBefore,
                Kept = unitsAfter,
                ParametersBefore = Trainable(parameters),
                ParametersAfter = Trainable(parametersAfter),
                MultiplyAccumulatesBefore = macsBefore[node.Name],
                MultiplyAccumulatesAfter = nodeAfter is null ? 0 : macsAfter[node.Name],
                BytesBefore = parameters.Sum(ParameterPacking.Bytes),
                BytesAfter = parametersAfter.Sum(ParameterPacking.Bytes),
                Reason = nodeAfter is null ? "folded into the layer before it" : unitsAfter == unitsBefore ? Reason(node, unit, untouched) : null,
            });
        }
        return rows;
    }

    private static string Reason(Node node, string unit, IReadOnlyDictionary<string, string> untouched) =>
        untouched.TryGetValue(node.Name, out string? reason) ? reason
        : unit == "weight" && OperatorCatalog.Get(node.OperatorType).PrunableInput < 0 ? "has no weights that are pruned"
        : "all units are more important than those that go";

    private static IEnumerable<GraphParameter> Owned(Graph graph, Node node) =>
        node.Inputs.Where(graph.Parameters.ContainsKey).Select(name => graph.Parameters[name]);

    private static GraphParameter? PrunedWeight(Graph graph, Node node)
    {
        int input = OperatorCatalog.Get(node.OperatorType).PrunableInput;
        return input >= 0 && input < node.Inputs.Count ? graph.Parameters.GetValueOrDefault(node.Inputs[input]) : null;
    }

    private static long NonzeroWeights(Graph graph, Node node) =>
        OperatorCatalog.Get(node.OperatorType).PrunableNames(node).Where(graph.Parameters.ContainsKey).Sum(name => count_nonzero(graph.Parameters[name].Value).item<long>());

    private static Func<Graph, Node, long> ChannelCounter(Graph before, Graph after, ChannelRelations relations)
    {
        Dictionary<string, long[]> shapesBefore = before.InferShapes(), shapesAfter = after.InferShapes();
        return (graph, node) => (ReferenceEquals(graph, before) ? shapesBefore : shapesAfter)[node.Output][relations.Value(node.Output).Axis];
    }

    /// <summary>Units of the layer in the oldest ancestor.</summary>
    private static long Original(Graph before, Node node, ChannelRelations relations, IReadOnlyDictionary<string, long[]> originalShapes, string unit, long unitsBefore)
    {
        if (PrunedWeight(before, node) is not { } weight || !originalShapes.TryGetValue(weight.Name, out long[]? shape))
        {
            // A layer without a weight (BatchNormalization) has one entry a channel.
            GraphParameter? entries = Owned(before, node).FirstOrDefault();
            return entries is not null && unit != "weight" && originalShapes.TryGetValue(entries.Name, out long[]? vector) ? vector[0] : unitsBefore;
        }
        if (unit == "weight")
            return OperatorCatalog.Get(node.OperatorType).PrunableNames(node).Sum(name => originalShapes.GetValueOrDefault(name, []).Aggregate(1L, (product, size) => product * size));
        int axis = Enumerable.Range(0, shape.Length).FirstOrDefault(candidate => relations.Role(weight.Name, candidate) == SliceRole.Producer, -1);
        return axis < 0 ? unitsBefore : unitsBefore * shape[axis] / weight.Shape[axis];
    }

    private static long Trainable(IEnumerable<GraphParameter> parameters) => parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.ElementCount);

}
