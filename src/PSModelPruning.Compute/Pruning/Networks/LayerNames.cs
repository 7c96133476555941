using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>The layers of a network that can be excluded from pruning: those with weights.</summary>
internal static class LayerNames
{
    internal static IReadOnlyList<string> Of(Graph graph) => [.. graph.PrunableWeights().Select(entry => entry.Node.Name)];

    /// <summary>Looks names up without regard to case.</summary>
    /// <exception cref="ComputeException"><c>LayerNotFound</c>: there is none of a name; the message offers the nearest.</exception>
    internal static HashSet<string> Find(NetworkModel model, IEnumerable<string> names)
    {
        IReadOnlyList<string> known = Of(model.Graph);
        return [.. names.Select(name => known.FirstOrDefault(layer => layer.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw PruningErrors.LayerUnknown(name, known))];
    }
}
