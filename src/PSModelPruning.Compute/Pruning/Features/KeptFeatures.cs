using System.IO.Enumeration;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Which features of a model stay.</summary>
internal static class KeptFeatures
{
    /// <summary>Indices of the features that stay, ascending.</summary>
    /// <exception cref="ComputeException">A name that the model lacks, a number that is out of range, or no data to measure importance with.</exception>
    internal static int[] Find(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        if (features.Count == 0)
            throw PruningErrors.FeaturesUnnamed(model);
        PruningTarget target = options.Target;
        if (target.KeepFeatures is { Count: > 0 } names)
            return ByName(model, names);
        int count = target.KeepFeatureCount ?? FromSparsity(model, target.Sparsity!.Value);
        if (count < 1 || count > features.Count)
            throw PruningErrors.KeepFeatureOutOfRange(count, features.Count);
        if ((dataset ?? model.Dataset) is null)
            throw PruningErrors.DatasetMissing(model, "measuring the importance of features");
        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(model, dataset, new ImportanceOptions { Seed = options.Seed }, monitor);
        return ByName(model, [.. ranking.Take(count).Select(feature => feature.Feature)]);
    }

    private static int[] ByName(Model model, IReadOnlyList<string> names)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        var positions = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < features.Count; i++)
            positions.TryAdd(features[i].Name, i);
        return [.. names.SelectMany(name => positions.TryGetValue(name, out int position) ? [position] : Matching(model, name)).Distinct().Order()];
    }

    /// <summary>The features that a name with <c>*</c> or <c>?</c> stands for.</summary>
    private static int[] Matching(Model model, string pattern)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        int[] found = [.. Enumerable.Range(0, features.Count).Where(i => FileSystemName.MatchesSimpleExpression(pattern, features[i].Name))];
        return found.Length > 0 ? found : throw PruningErrors.FeatureUnknown(model, pattern, features.Select(feature => feature.Name));
    }

    /// <summary>The features that stay, where a fraction of the original ones is to go.</summary>
    private static int FromSparsity(Model model, double sparsity)
    {
        Model root = model;
        while (root.Parent is { } parent)
            root = parent;
        int original = root.Preprocessing.Features.Count;
        int kept = original - (int)Math.Round(sparsity * original);
        if (kept > model.Preprocessing.Features.Count)
            throw PruningErrors.SparsityAlreadyReached(model, sparsity, 1 - (double)model.Preprocessing.Features.Count / original, "feature");
        return Math.Max(1, kept);
    }
}
