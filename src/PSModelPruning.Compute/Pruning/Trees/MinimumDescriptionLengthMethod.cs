using MathNet.Numerics;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Pruning by the minimum description length (Mehta, Rissanen and Agrawal 1995, with the costs of splits of Rastogi and Shim 1998): the
/// tree that tells the classes of the training rows in the fewest bits, together with itself.
/// </summary>
/// <remarks>
/// A leaf costs 1 bit for being one and, for its N rows of which nᵢ are of class i of k, Σ nᵢ log₂(N / nᵢ) + (k − 1)/2 · log₂(N / 2) +
/// log₂(π^(k/2) / Γ(k/2)).
/// A split costs 1 bit, log₂ a for the choice among a inputs, and log₂(v − 1) for the threshold among the v different values that its input
/// has in the training rows that reach it.
/// </remarks>
internal sealed class MinimumDescriptionLengthMethod : TreePathMethod
{
    internal override string Name => "MinimumDescriptionLength";

    internal override string Description =>
        "Trees: the tree that encodes itself and the classes of the training rows in the fewest bits (Mehta et al. 1995).";

    private protected override SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        CheckClasses(model);
        Dataset data = dataset ?? throw PruningErrors.DatasetMissing(model, $"{Option.Method.Is(Name)}");
        DecisionTree tree = model.Tree;
        int[] values = DistinctValues(model, data, monitor);
        double choice = Math.Log2(Math.Max(1, model.Preprocessing.Width));
        double[] leaf = new double[tree.NodeCount],
            split = new double[tree.NodeCount];
        for (int node = 0; node < leaf.Length; node++)
        {
            leaf[node] = (1 + Bits(tree, node)) / tree.Weights[0];
            split[node] = (1 + choice + Math.Log2(Math.Max(1, values[node] - 1))) / tree.Weights[0];
        }
        return new SubtreeRisks(leaf, split);
    }

    /// <summary>The bits that tell the classes of a node's rows, by the stochastic complexity of a multinomial.</summary>
    private static double Bits(DecisionTree tree, int node)
    {
        double rows = tree.Weights[node],
            bits = 0;
        int classes = tree.OutputCount;
        if (rows <= 0)
            return 0;
        for (int i = 0; i < classes; i++)
        {
            double count = NodeCounts.OfClass(tree, node, i);
            if (count > 0)
                bits += count * Math.Log2(rows / count);
        }
        double model =
            (classes - 1) / 2.0 * Math.Log2(rows / 2)
            + (classes / 2.0 * Math.Log(Math.PI) - SpecialFunctions.GammaLn(classes / 2.0)) / Math.Log(2);
        // The formula is for many rows; telling one class of k costs no more than log₂ k a row, and knowing the counts costs nothing less
        // than nothing.
        return bits + Math.Max(0, model);
    }

    /// <summary>How many different values the input of each split has in the training rows that reach it, <c>[nodes]</c>.</summary>
    private static int[] DistinctValues(TreeModel model, Dataset dataset, IWorkMonitor monitor)
    {
        DecisionTree tree = model.Tree;
        PartitionView rows = PartitionView.Of(model, dataset, PartitionName.Training);
        var seen = new HashSet<float>[tree.NodeCount];
        float[] buffer = [];
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (row % 4096 == 0)
                monitor.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> inputs = rows.Rows(row, 1, ref buffer);
            for (int node = 0; tree.Features[node] != DecisionTree.Leaf; node = tree.Next(node, inputs))
                (seen[node] ??= []).Add(inputs[tree.Features[node]]);
        }
        return [.. seen.Select(values => values?.Count ?? 0)];
    }
}
