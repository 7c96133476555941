using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>A network before a pruning, and the shapes that its parameters had in the oldest ancestor.</summary>
/// <param name="Graph">The network before the pruning.</param>
/// <param name="Relations">How its channels relate.</param>
/// <param name="OriginalShapes">The original shapes, by the parameters' names.</param>
internal sealed record LayerHistory(Graph Graph, ChannelRelations Relations, IReadOnlyDictionary<string, long[]> OriginalShapes)
{
    /// <summary>The first parameter of a layer, its prunable weight if it has one; null for a layer without parameters.</summary>
    internal GraphParameter? FirstParameter(Node node) =>
        PrunableNames(Graph, node)
            .Concat(node.Inputs.Where(Graph.Parameters.ContainsKey))
            .Select(name => Graph.Parameters[name])
            .FirstOrDefault();

    /// <summary>The original shape of the layer's first parameter; null where it is unknown or has another number of axes.</summary>
    internal long[]? OriginalShape(Node node) =>
        FirstParameter(node) is { } parameter
        && OriginalShapes.TryGetValue(parameter.Name, out long[]? shape)
        && shape.Length == parameter.Shape.Length
            ? shape
            : null;

    /// <summary>The names of a layer's weights that can be pruned.</summary>
    internal static IEnumerable<string> PrunableNames(Graph graph, Node node) =>
        node.Operator.PrunableNames(node).Where(graph.Parameters.ContainsKey);
}
