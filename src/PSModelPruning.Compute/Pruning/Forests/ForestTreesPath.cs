using System.Globalization;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Trees;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// A forest whose trees are all pruned by the same price of a leaf, at every price at which one of them changes. It counts nodes, because
/// every tree stays.
/// </summary>
internal sealed class ForestTreesPath : PruningPath
{
    /// <param name="forest">The forest.</param>
    /// <param name="sequences">The pruned trees of each of its trees.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="dataset">What the pruned models carry on.</param>
    /// <param name="options">The target and the seed, which the models' history names.</param>
    internal ForestTreesPath(
        ForestModel forest,
        IReadOnlyList<SubtreeSequence> sequences,
        string method,
        Dataset? dataset,
        PruningOptions options
    )
        : base("node", Candidates(forest, sequences, method, dataset, options)) { }

    internal override bool IsPriced => true;

    internal override long CountOf(Model model) => ((ForestModel)model).Nodes;

    /// <summary>The nodes of the oldest ancestor that is in memory.</summary>
    internal override long OriginalOf(Model model)
    {
        var oldest = (ForestModel)model;
        while (oldest.Parent is ForestModel parent)
            oldest = parent;
        return oldest.Nodes;
    }

    private static new PathCandidate[] Candidates(
        ForestModel forest,
        IReadOnlyList<SubtreeSequence> sequences,
        string method,
        Dataset? dataset,
        PruningOptions options
    )
    {
        (double Alpha, int Tree, int Point)[] steps =
        [
            .. sequences
                .SelectMany(
                    (sequence, tree) => Enumerable.Range(1, sequence.Count - 1).Select(point => (sequence.Alphas[point], tree, point))
                )
                .OrderBy(step => step.Item1)
                .ThenBy(step => step.tree)
                .ThenBy(step => step.point),
        ];
        var candidates = new List<PathCandidate>();
        long nodes = sequences.Sum(sequence => (long)sequence.NodeCount(0)),
            leaves = sequences.Sum(sequence => (long)sequence.LeafCounts[0]);
        Add(steps.Length > 0 ? Math.Min(0, steps[0].Alpha) : 0, null);
        for (int i = 0; i < steps.Length; i++)
        {
            (double alpha, int tree, int point) = steps[i];
            nodes -= sequences[tree].NodeCount(point - 1) - sequences[tree].NodeCount(point);
            leaves -= sequences[tree].LeafCounts[point - 1] - sequences[tree].LeafCounts[point];
            if (i == steps.Length - 1 || steps[i + 1].Alpha > alpha)
                Add(alpha, alpha);
        }
        return [.. candidates];

        void Add(double parameter, double? alpha)
        {
            long left = nodes;
            candidates.Add(new PathCandidate(left, parameter, () => Make(left, alpha)) { Leaves = leaves });
        }

        ForestModel Make(long left, double? alpha)
        {
            string kept = string.Create(CultureInfo.InvariantCulture, $"{left:N0} of {forest.Nodes:N0} nodes");
            return new ForestModel(
                PathResult.Describe(forest, method, dataset, options, kept),
                alpha is { } price ? [.. sequences.Select(sequence => sequence.At(sequence.PointFor(price)))] : forest.Trees,
                forest.Weights,
                forest.Options
            );
        }
    }
}
