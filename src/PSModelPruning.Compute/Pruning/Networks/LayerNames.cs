using System.IO.Enumeration;
using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>The layers of a network that can be excluded from pruning: those with weights.</summary>
internal static class LayerNames
{
    internal static IReadOnlyList<string> Prunable(Graph graph) => [.. graph.PrunableWeights().Select(entry => entry.Node.Name).Distinct()];

    /// <summary>Looks names up without regard to case; <c>*</c> and <c>?</c> stand for any characters and any one.</summary>
    /// <exception cref="ComputeException"><c>LayerNotFound</c>: there is none of a name; the message offers the nearest.</exception>
    internal static HashSet<string> Find(NetworkModel model, IEnumerable<string> names)
    {
        IReadOnlyList<string> known = Prunable(model.Graph);
        var found = new HashSet<string>();
        foreach (string name in names)
        {
            string[] matches = [.. known.Where(layer => FileSystemName.MatchesSimpleExpression(name, layer))];
            if (matches.Length == 0)
                throw PruningErrors.LayerUnknown(name, known);
            found.UnionWith(matches);
        }
        return found;
    }
}
