using PSModelPruning.Compute.Importance.Trees;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Forests;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Breiman's own permutation importance of forests (Breiman 2001, "Random forests", section 10): how much the accuracy of each tree on the
/// rows that it had not seen falls when the feature's values are shuffled among these, on average over the trees. For numbers the rise of
/// the squared error, over the variance of the target. StandardDeviation is over the trees. Needs no rows beside the training rows, and
/// each tree judges only rows that are new to it.
/// </summary>
/// <remarks>
/// Each tree shuffles only features that it splits on; the others score 0 there. Repeats is not read: every tree is a repeat.
/// </remarks>
internal sealed class OutOfBagPermutationScorer : ModelScorer
{
    internal override string Name => "OutOfBagPermutation";

    internal override string Description =>
        "The loss of accuracy on the rows that each tree had not seen, when the feature is shuffled; forests.";

    internal override bool NeedsAllTrainingRows => true;

    internal override ComputeMessage? Objection(Model model) =>
        model switch
        {
            ForestModel forest when forest.Trees.Any(tree => tree.SampleSeed is not null) => null,
            ForestModel => (ComputeMessage)(
                $"its trees saw all training rows (it was grown with {Option.NoBootstrap} and no {Option.SampleFraction}), so "
                + $"that none are out of bag"
            ),
            _ => (ComputeMessage)$"only forests ({Option.Kind.Is("Forest")}) have rows out of bag",
        };

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        var forest = (ForestModel)model;
        double unit = model.Task == LearningTask.Classification ? 1 : Variance(rows.Targets);
        var falls = new double[forest.TreeCount][];
        int done = 0;
        object gate = new();
        CoreLoop.Run(
            forest.TreeCount,
            t =>
            {
                if (forest.Trees[t].SampleSeed is { } seed)
                    falls[t] = OfTree(
                        forest.Trees[t],
                        Unseen(seed, forest.Options, rows),
                        features,
                        rows,
                        model.Task,
                        unit,
                        unchecked(options.Seed * 31 + t),
                        monitor.Cancellation
                    );
                int count = Interlocked.Increment(ref done);
                lock (gate)
                    monitor.Progress(
                        new WorkProgress(
                            "Measuring feature importance",
                            $"{count:N0} of {forest.TreeCount:N0} trees",
                            (double)count / forest.TreeCount
                        )
                    );
            },
            monitor.Cancellation
        );
        double[][] judged = [.. falls.Where(tree => tree is { Length: > 0 })];
        return [.. Enumerable.Range(0, features.Count).Select(f => Summary(judged, f))];
    }

    private static int[] Unseen(int seed, ForestOptions options, ModelRows rows)
    {
        var counts = new int[rows.Count];
        RowDraw.Draw(seed, options, counts, rows.Copies);
        var unseen = new int[rows.Count];
        return unseen[..OutOfBag.Unseen(counts, unseen)];
    }

    /// <summary>The fall of a tree's score by each feature; empty for a tree that saw all rows.</summary>
    private static double[] OfTree(
        DecisionTree tree,
        int[] unseen,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        LearningTask task,
        double unit,
        int seed,
        CancellationToken cancellation
    )
    {
        if (unseen.Length == 0)
            return [];
        var judge = new TreeJudge(tree, unseen, rows, task);
        double before = judge.Score();
        HashSet<int> used = [.. tree.Features.Where(input => input != DecisionTree.Leaf)];
        var random = new Random(seed);
        var result = new double[features.Count];
        for (int f = 0; f < result.Length; f++)
        {
            cancellation.ThrowIfCancellationRequested();
            FeatureGroup feature = features[f];
            if (!Enumerable.Range(feature.FirstInput, feature.InputCount).Any(used.Contains))
                continue;
            judge.Shuffle(feature, random);
            result[f] = (before - judge.Score()) / unit;
            judge.Restore(feature);
        }
        return result;
    }

    private static FeatureScore Summary(double[][] falls, int feature)
    {
        if (falls.Length == 0)
            return new FeatureScore(double.NaN);
        double mean = falls.Average(tree => tree[feature]);
        return new FeatureScore(
            mean,
            falls.Length < 2
                ? double.NaN
                : Math.Sqrt(falls.Sum(tree => (tree[feature] - mean) * (tree[feature] - mean)) / (falls.Length - 1))
        );
    }

    private static double Variance(float[] targets)
    {
        double mean = targets.Average(target => (double)target),
            variance = targets.Average(target => (target - mean) * (target - mean));
        return variance > 0 ? variance : 1;
    }
}
