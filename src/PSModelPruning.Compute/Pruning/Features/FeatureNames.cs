using System.IO.Enumeration;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Finds the features of a model by their names, without regard to case.</summary>
internal static class FeatureNames
{
    /// <summary>The index of each feature.</summary>
    internal static Dictionary<string, int> Positions(Model model)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < features.Count; i++)
            positions.TryAdd(features[i].Name, i);
        return positions;
    }

    /// <summary>Indices of the features that are named, ascending; <c>*</c> and <c>?</c> stand for other characters.</summary>
    /// <exception cref="ComputeException"><c>FeatureNotFound</c>.</exception>
    internal static int[] Find(Model model, IReadOnlyList<string> names)
    {
        Dictionary<string, int> positions = Positions(model);
        return
        [
            .. names
                .SelectMany(name => positions.TryGetValue(name, out int position) ? [position] : Matching(model, name))
                .Distinct()
                .Order(),
        ];
    }

    private static int[] Matching(Model model, string pattern)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        int[] found =
        [
            .. Enumerable.Range(0, features.Count).Where(i => FileSystemName.MatchesSimpleExpression(pattern, features[i].Name)),
        ];
        return found.Length > 0 ? found : throw PruningErrors.FeatureUnknown(model, pattern, features.Select(feature => feature.Name));
    }
}
