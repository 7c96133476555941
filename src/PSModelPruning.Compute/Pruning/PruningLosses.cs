using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Warns of what a pruning lost.</summary>
internal static class PruningLosses
{
    /// <summary>Compares both models on the validation rows, if there are any.</summary>
    internal static void Tell(Model model, Model result, Dataset? dataset, IWorkMonitor monitor)
    {
        if (dataset is null || dataset.ValidationRows == 0)
            return;
        EvaluationResult before = ModelEvaluator.Evaluate(model, dataset, PartitionName.Validation, monitor);
        EvaluationResult after = ModelEvaluator.Evaluate(result, dataset, PartitionName.Validation, monitor);
        foreach (ComputeMessage loss in ScoreLosses.Of(result.Name, after, model.Name, before, "validation"))
            monitor.Warning(loss);
    }
}
