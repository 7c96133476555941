using PSModelPruning.Compute.Importance.Statistics;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Permutation importance of features that say the same thing, taken together: features are put into groups by the correlation of their
/// ranks, and all inputs of a group are dealt out among the rows at once, so that none can stand in for another (Au, Herbinger, Stachl,
/// Bischl and Casalicchio 2022, "Grouped feature importance and combined features effect plot", Data Mining and Knowledge Discovery 36).
/// Each feature of a group scores what the group scores.
/// </summary>
internal sealed class GroupedPermutationScorer : ModelScorer
{
    internal const string ScorerName = "GroupedPermutation";

    internal override string Name => ScorerName;

    internal override string Description => "The loss of accuracy (or R²) when correlated features are shuffled together; any model.";

    internal override IReadOnlyList<string> Parameters { get; } = [.. OfRows, "Repeats", "CorrelationThreshold"];

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        int[] groups = CorrelatedGroups.Of(
            features,
            rows,
            options.CorrelationThreshold ?? ImportanceOptions.DefaultCorrelationThreshold,
            monitor.Cancellation
        );
        int count = groups.Length == 0 ? 0 : groups.Max() + 1;
        monitor.Verbose($"{features.Count} features form {count} groups of correlated ones.");
        var shuffling = new Shuffling(model, rows, monitor.Cancellation);
        var scores = new FeatureScore[features.Count];
        for (int group = 0; group < count; group++)
        {
            monitor.Progress(new WorkProgress("Measuring feature importance", $"group {group + 1} of {count}", (double)group / count));
            int[] members = [.. Enumerable.Range(0, features.Count).Where(f => groups[f] == group)];
            FeatureScore score = shuffling.Score(
                [.. members.SelectMany(f => features[f].Inputs)],
                options.Repeats ?? ImportanceOptions.DefaultRepeats,
                unchecked(options.Seed * 31 + group)
            );
            foreach (int member in members)
                scores[member] = score with { Group = group + 1 };
        }
        return scores;
    }
}
