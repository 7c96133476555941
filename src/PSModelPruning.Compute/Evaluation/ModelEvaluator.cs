using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>Measures how well a model predicts rows whose targets are known.</summary>
internal static class ModelEvaluator
{
    /// <summary>Predicts every row of a partition in batches and gives the figures.</summary>
    /// <param name="model">The model; one from which features were removed takes what it needs of the rows of its own data set.</param>
    /// <param name="partition">The rows.</param>
    /// <param name="monitor">Is asked every batch whether to stop.</param>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the rows do not fit the model.</exception>
    internal static EvaluationResult Evaluate(Model model, Partition partition, IWorkMonitor monitor) =>
        Evaluate(model, PartitionView.Of(model, partition), monitor);

    /// <summary>The same on a partition of any data set whose columns and classes match the model's by name.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit the model.</exception>
    internal static EvaluationResult Evaluate(Model model, Dataset dataset, PartitionName partition, IWorkMonitor monitor) =>
        Evaluate(model, PartitionView.Of(model, dataset, partition), monitor);

    /// <summary>The figures of predictions that were already made.</summary>
    /// <param name="outputs"><c>[rows × classes]</c> probabilities.</param>
    /// <param name="labels">The right classes, <c>[rows]</c>.</param>
    /// <param name="classes">The class names in the order of the outputs.</param>
    internal static EvaluationResult Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, IReadOnlyList<string> classes)
    {
        var tally = new ClassificationTally(classes, labels.Length);
        for (int row = 0; row < labels.Length; row++)
            tally.Add(outputs.Slice(row * classes.Count, classes.Count), labels[row]);
        return tally.Result();
    }

    /// <summary>The figures of a regression whose predictions were already made; both <c>[rows]</c>, in the target's own units.</summary>
    internal static EvaluationResult Evaluate(ReadOnlySpan<float> predictions, ReadOnlySpan<float> targets)
    {
        var tally = new RegressionTally(targets.Length);
        for (int row = 0; row < targets.Length; row++)
            tally.Add(predictions[row], targets[row]);
        return tally.Result();
    }

    private static EvaluationResult Evaluate(Model model, PartitionView rows, IWorkMonitor monitor)
    {
        if (model.Task == LearningTask.Regression)
        {
            var tally = new RegressionTally(rows.RowCount);
            ModelPredictor.ForEachBatch(model, rows, monitor, (first, outputs) =>
            {
                for (int i = 0; i < outputs.Length; i++)
                    tally.Add(outputs[i] + model.TargetOrigin, rows.ExactTarget(first + i));
            });
            return tally.Result();
        }
        else
        {
            int classes = model.OutputCount;
            var tally = new ClassificationTally(model.Classes, rows.RowCount);
            ModelPredictor.ForEachBatch(model, rows, monitor, (first, outputs) =>
            {
                for (int i = 0; i < outputs.Length / classes; i++)
                    tally.Add(outputs.Slice(i * classes, classes), (int)rows.Target(first + i));
            });
            return tally.Result();
        }
    }
}
