using PSModelPruning.Compute.Importance.Trees;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Mean decrease in impurity (Breiman et al. 1984; Breiman 2001): what the feature's splits took from the impurity, each weighted by its
/// node's part of the training weight, as a part of what all splits of the tree took, and on average over the trees of a forest; all
/// features together make 1. Of boosted trees the fall of the loss, as a part of the fall by all trees together (Friedman 2001). Needs no
/// rows. Features with many values are flattered, because they offer more splits.
/// </summary>
internal sealed class ImpurityDecreaseScorer : ModelScorer
{
    internal override string Name => "ImpurityDecrease";

    internal override string Description =>
        "The share of the feature in the impurity decrease of all splits; trees, forests and boosted trees.";

    internal override bool NeedsRows => false;

    internal override ComputeMessage? Objection(Model model) => TreeParts.ObjectionTo(model);

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        TreeParts parts = TreeParts.Of(model)!;
        int[] owner = Owners(features, model.Preprocessing.Width);
        var total = new double[features.Count];
        for (int t = 0; t < parts.Trees.Count; t++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            double[] falls = Falls(parts.Trees[t], owner, features.Count);
            double scale = parts.IsAverage ? Inverse(falls.Sum()) * parts.Weights[t] : 1;
            for (int f = 0; f < total.Length; f++)
                total[f] += scale * falls[f];
        }
        double all = Inverse(total.Sum());
        return [.. total.Select(fall => new FeatureScore(fall * all))];
    }

    private static double[] Falls(DecisionTree tree, int[] owner, int features)
    {
        var falls = new double[features];
        for (int node = 0; node < tree.NodeCount; node++)
        {
            int input = tree.Features[node];
            if (input != DecisionTree.Leaf && owner[input] >= 0)
                falls[owner[input]] += Mass(tree, node) - Mass(tree, node + 1) - Mass(tree, tree.Right[node]);
        }
        return falls;
    }

    private static double Mass(DecisionTree tree, int node) => tree.Weights[node] * tree.Impurities[node];

    private static double Inverse(double sum) => sum > 0 ? 1 / sum : 0;

    private static int[] Owners(IReadOnlyList<FeatureGroup> features, int width)
    {
        var owner = new int[width];
        Array.Fill(owner, -1);
        for (int f = 0; f < features.Count; f++)
            Array.Fill(owner, f, features[f].FirstInput, features[f].InputCount);
        return owner;
    }
}
