using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>Which features of a model a target lets stay.</summary>
internal static class FeatureTarget
{
    /// <summary>Finds out which features go, and in which order.</summary>
    /// <exception cref="ComputeException">
    /// A name that the model lacks, a number that is out of range, a target that is missing or not for features, a budget that was not
    /// reached, or no data to measure with.
    /// </exception>
    internal static FeatureChoice Choose(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        if (model.Preprocessing.Features.Count == 0)
            throw PruningErrors.FeaturesUnnamed(model);
        FeatureMethod method = FeatureMethodCatalog.Get(options.Method);
        UnreadOptions.CheckFeatures(model, method, options);
        options.Target.CheckFigures();
        if (options.Target.KeepFeatures is { Count: > 0 } names)
            return Chosen(model, Named(model, names), int.MaxValue);
        int? count = Count(model, options.Target);
        Dataset rows = dataset ?? throw PruningErrors.DatasetMissing(model, "measuring the importance of features");
        FeatureOrder order = method.Order(model, rows, options, monitor);
        int features = model.Preprocessing.Features.Count;
        if (count is { } kept)
        {
            FeatureChoice choice = Chosen(model, order, order.StepsTo(features, kept));
            if (choice.Kept.Length != kept)
                monitor.Warning($"{choice.Kept.Length} features are kept instead of {kept}: {method.Name} removes whole groups.");
            return choice;
        }
        if (options.Target.IsBudget)
            return new FeatureBudgetSearch(model, rows, order, options, monitor).Find();
        return Chosen(model, order, order.Natural ?? throw PruningErrors.FeatureTargetMissing(method.Name));
    }

    private static FeatureChoice Chosen(Model model, FeatureOrder order, int steps) =>
        new(order.Kept(model.Preprocessing.Features.Count, steps), order.Drops(model.Preprocessing.Features, steps), null);

    private static FeatureOrder Named(Model model, IReadOnlyList<string> names)
    {
        HashSet<int> kept = [.. FeatureNames.Find(model, names)];
        return new FeatureOrder([
            .. Enumerable
                .Range(0, model.Preprocessing.Features.Count)
                .Where(feature => !kept.Contains(feature))
                .Select(feature => new FeatureStep([feature], double.NaN, "not among the features that were named to stay")),
        ]);
    }

    /// <summary>The number of features that stay, where the target says one.</summary>
    private static int? Count(Model model, PruningTarget target)
    {
        int features = model.Preprocessing.Features.Count;
        if (target.Sparsity is { } sparsity)
        {
            int original = model.OriginalFeatures;
            int kept = original - (int)Math.Round(sparsity * original);
            return kept > features
                ? throw PruningErrors.SparsityAlreadyReached(model, sparsity, 1 - (double)features / original, "feature")
                : Math.Max(1, kept);
        }
        return target.KeepFeatureCount is { } count && (count < 1 || count > features)
            ? throw PruningErrors.KeepFeatureOutOfRange(count, features)
            : target.KeepFeatureCount;
    }
}

/// <summary>Which features stay and go.</summary>
/// <param name="Kept">Indices of those that stay, ascending.</param>
/// <param name="Drops">Those that go, in their order.</param>
/// <param name="Made">The model without them, where finding out has made it already.</param>
internal sealed record FeatureChoice(int[] Kept, FeatureDrop[] Drops, RemovalResult? Made);
