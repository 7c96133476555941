using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Pruning.Networks.Units;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Compares a graph before and after pruning, layer by layer. Every layer that has parameters gets a row.</summary>
internal static class LayerRows
{
    /// <param name="before">The graph before.</param>
    /// <param name="after">The graph after.</param>
    /// <param name="originalShapes">The shapes of the parameters in the oldest ancestor.</param>
    /// <param name="counter">What a layer's units are.</param>
    /// <param name="untouched">Why layers stay as they are, by name.</param>
    internal static IReadOnlyList<PruningLayer> Compare(
        Graph before,
        Graph after,
        IReadOnlyDictionary<string, long[]> originalShapes,
        UnitCounter counter,
        IReadOnlyDictionary<string, string> untouched
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, long> macsBefore = before.MultiplyAccumulatesByNode(),
            macsAfter = after.MultiplyAccumulatesByNode();
        var history = new LayerHistory(before, before.RelateChannels(), originalShapes);
        IReadOnlyDictionary<string, long> countsBefore = counter.Count(before, history),
            countsAfter = counter.Count(after, history);
        HashSet<string> counted = [],
            countedAfter = [];
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
            GraphParameter[] parametersAfter = nodeAfter is null
                ? []
                : [.. Owned(after, nodeAfter).Where(parameter => countedAfter.Add(parameter.Name))];
            bool isFolded = nodeAfter is null && !counter.CountsWholeLayers;
            long unitsBefore = countsBefore.GetValueOrDefault(node.Name),
                unitsAfter = isFolded ? unitsBefore : countsAfter.GetValueOrDefault(node.Name);
            rows.Add(
                new PruningLayer
                {
                    Layer = node.Name,
                    Operator = node.OperatorType,
                    Unit = counter.Unit,
                    Original = counter.Original(node, unitsBefore, history),
                    Before = unitsBefore,
                    Kept = unitsAfter,
                    ParametersBefore = Trainable(parameters),
                    ParametersAfter = Trainable(parametersAfter),
                    MultiplyAccumulatesBefore = macsBefore[node.Name],
                    MultiplyAccumulatesAfter = nodeAfter is null ? 0 : macsAfter[node.Name],
                    BytesBefore = parameters.Sum(ParameterPacking.Bytes),
                    BytesAfter = parametersAfter.Sum(ParameterPacking.Bytes),
                    Reason =
                        isFolded ? "folded into the layer before it"
                        : unitsAfter == unitsBefore ? Reason(node, counter.Unit, unitsBefore, untouched)
                        : null,
                }
            );
        }
        return rows;
    }

    private static string Reason(Node node, string unit, long units, IReadOnlyDictionary<string, string> untouched) =>
        untouched.TryGetValue(node.Name, out string? reason) ? reason
        : units == 0 ? $"has no {unit}s that are pruned"
        : "all units are more important than those that go";

    private static IEnumerable<GraphParameter> Owned(Graph graph, Node node) =>
        node.Inputs.Where(graph.Parameters.ContainsKey).Select(name => graph.Parameters[name]);

    private static long Trainable(IEnumerable<GraphParameter> parameters) =>
        parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => parameter.ElementCount);
}
