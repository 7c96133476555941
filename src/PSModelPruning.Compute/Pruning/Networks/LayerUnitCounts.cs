using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Counts the units of single layers before and after a pruning: weights, blocks, heads, rows of a table, or channels.</summary>
internal sealed class LayerUnitCounts
{
    private readonly Graph _before;
    private readonly Graph _after;
    private readonly ChannelRelations _relations;
    private readonly IReadOnlyDictionary<string, long[]> _originalShapes;
    private readonly string _unit;
    private readonly Dictionary<string, long> _countedBefore;
    private readonly Dictionary<string, long> _countedAfter;

    /// <param name="before">The graph before.</param>
    /// <param name="after">The graph after.</param>
    /// <param name="originalShapes">The shapes of the parameters in the oldest ancestor.</param>
    /// <param name="unit">"weight", "block", "head" or "row"; anything else counts output channels.</param>
    internal LayerUnitCounts(Graph before, Graph after, IReadOnlyDictionary<string, long[]> originalShapes, string unit)
    {
        (_before, _after, _originalShapes, _unit) = (before, after, originalShapes, unit);
        _relations = before.RelateChannels();
        (_countedBefore, _countedAfter) = (Counted(before), Counted(after));
    }

    internal long Before(Node node) => _countedBefore.GetValueOrDefault(node.Name);

    internal long After(Node node) => _countedAfter.GetValueOrDefault(node.Name);

    /// <summary>Units of the layer in the oldest ancestor.</summary>
    internal long Original(Node node)
    {
        long count = Before(node);
        if (_unit == "weight")
            return Math.Max(count, Names(_before, node).Sum(name => Elements(_originalShapes.GetValueOrDefault(name, []))));
        if (_unit == "block" || count == 0)
            return count;
        GraphParameter? parameter = Names(_before, node)
            .Select(name => _before.Parameters[name])
            .Concat(node.Inputs.Where(_before.Parameters.ContainsKey).Select(name => _before.Parameters[name]))
            .FirstOrDefault();
        if (parameter is null || !_originalShapes.TryGetValue(parameter.Name, out long[]? shape) || shape.Length != parameter.Shape.Length)
            return count;
        if (_unit == "row")
            return Math.Max(count, shape[0]);
        // A layer without a weight (BatchNormalization) has one entry a channel.
        int axis = Enumerable
            .Range(0, shape.Length)
            .FirstOrDefault(candidate => _relations.Role(parameter.Name, candidate) == SliceRole.Producer, shape.Length == 1 ? 0 : -1);
        return axis < 0 ? count : Math.Max(count, count * shape[axis] / parameter.Shape[axis]);
    }

    private Dictionary<string, long> Counted(Graph graph)
    {
        switch (_unit)
        {
            case "weight":
                return graph.Nodes.ToDictionary(
                    node => node.Name,
                    node => Names(graph, node).Sum(name => count_nonzero(graph.Parameters[name].Value).item<long>())
                );
            case "block":
                return graph.Nodes.Where(node => node.OperatorType != "Identity").ToDictionary(node => node.Name, _ => 1L);
            case "row":
                return EmbeddingTable.Of(graph).ToDictionary(table => table.Layer, table => (long)table.Rows);
            case "head":
                ChannelRelations relations = graph.RelateChannels();
                var heads = new AttentionHeads(graph, relations);
                return UnitGroups
                    .Of(graph, relations)
                    .Where(group => heads.Contains(group.Units[0]))
                    .SelectMany(group => group.Layers.Select(layer => (layer, group.Units.Count)))
                    .GroupBy(entry => entry.layer)
                    .ToDictionary(layer => layer.Key, layer => layer.Sum(entry => (long)entry.Count));
            default:
                Dictionary<string, long[]> shapes = graph.InferShapes();
                return graph
                    .Nodes.Where(node => _relations.IsActivation(node.Output))
                    .ToDictionary(node => node.Name, node => shapes[node.Output][_relations.Value(node.Output).Axis]);
        }
    }

    private static IEnumerable<string> Names(Graph graph, Node node) =>
        OperatorCatalog.Get(node.OperatorType).PrunableNames(node).Where(graph.Parameters.ContainsKey);

    private static long Elements(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
