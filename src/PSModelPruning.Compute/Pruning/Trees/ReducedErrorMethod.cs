using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// Reduced-error pruning (Quinlan 1987, Simplifying decision trees, section 2.2): a split becomes a leaf where that does not raise the
/// error on rows that the tree was not grown on. The risk of a node is the part of the validation rows that reach it and that it predicts
/// wrongly; for numbers, their squared error.
/// </summary>
internal sealed class ReducedErrorMethod : TreePathMethod
{
    internal override string Name => "ReducedError";

    internal override string Description => "Trees: removes splits that do not lower the error on the validation rows (Quinlan 1987).";

    private protected override bool CountsRows => true;

    private protected override SubtreeRisks Risks(TreeModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        Dataset data = dataset ?? throw PruningErrors.DatasetMissing(model, $"{Option.Method.Is(Name)}");
        if (data.ValidationRows == 0)
            throw PruningErrors.MethodNeedsValidation(data, Name);
        PartitionView rows = PartitionView.Of(model, data, PartitionName.Validation);
        DecisionTree tree = model.Tree;
        var errors = new double[tree.NodeCount];
        float[] buffer = [];
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (row % 4096 == 0)
                monitor.Cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<float> inputs = rows.Rows(row, 1, ref buffer);
            float target = rows.Target(row);
            for (int node = 0; ; node = tree.Next(node, inputs))
            {
                errors[node] += PathLoss.OfRow(tree.Value(node), target, model.Task) / rows.RowCount;
                if (tree.Features[node] == DecisionTree.Leaf)
                    break;
            }
        }
        return new SubtreeRisks(errors);
    }
}
