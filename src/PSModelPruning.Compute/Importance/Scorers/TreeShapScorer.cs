using PSModelPruning.Compute.Importance.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// Mean size of the exact Shapley values of trees (Lundberg, Erion and Lee 2018), over the rows and over the outputs: how far, on average,
/// knowing the feature moves what the model says. In units of probability for trees and forests of classes, of the target for numbers, of
/// log-odds for boosted classes. The values of the inputs of one column are summed, before their size is taken. StandardDeviation is over
/// the rows.
/// </summary>
internal sealed class TreeShapScorer : ModelScorer
{
    private const int RowsAtOnce = 16;

    internal override string Name => "TreeShap";

    internal override string Description => "Mean absolute value of the exact Shapley values; trees, forests and boosted trees.";

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
        // A size a row and feature, summed in the order of the rows: the same for any number of processors.
        var sizes = new double[(long)rows.Count * features.Count];
        int done = 0;
        object gate = new();
        CoreLoop.Run(
            (rows.Count + RowsAtOnce - 1) / RowsAtOnce,
            () => (Shap: new TreeShap(), Effects: new double[rows.Width * parts.Outputs]),
            (block, own) =>
            {
                int end = Math.Min(rows.Count, (block + 1) * RowsAtOnce);
                for (int row = block * RowsAtOnce; row < end; row++)
                {
                    parts.Explain(rows.Slice(row, 1), own.Shap, own.Effects, monitor.Cancellation);
                    for (int f = 0; f < features.Count; f++)
                        sizes[(long)row * features.Count + f] = Size(features[f], own.Effects, parts.Outputs);
                    int count = Interlocked.Increment(ref done);
                    lock (gate)
                        monitor.Progress(
                            new WorkProgress(
                                "Measuring feature importance",
                                $"row {count:N0} of {rows.Count:N0}",
                                (double)count / rows.Count
                            )
                        );
                }
            },
            monitor.Cancellation
        );
        return [.. Enumerable.Range(0, features.Count).Select(f => OfColumn(sizes, f, features.Count, rows.Count))];
    }

    private static double Size(FeatureGroup feature, double[] effects, int outputs)
    {
        double size = 0;
        for (int k = 0; k < outputs; k++)
        {
            double sum = 0;
            for (int input = feature.FirstInput; input < feature.FirstInput + feature.InputCount; input++)
                sum += effects[input * outputs + k];
            size += Math.Abs(sum);
        }
        return size / outputs;
    }

    private static FeatureScore OfColumn(double[] sizes, int feature, int features, int rows)
    {
        double mean = 0,
            squares = 0;
        for (int row = 0; row < rows; row++)
        {
            double size = sizes[(long)row * features + feature],
                delta = size - mean;
            mean += delta / (row + 1);
            squares += delta * (size - mean);
        }
        return new FeatureScore(mean, rows < 2 ? double.NaN : Math.Sqrt(squares / (rows - 1)));
    }
}
