using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>Measures several models on the same rows and the same machine, and sets them against a reference.</summary>
internal static class ModelComparer
{
    /// <summary>Compares models.</summary>
    /// <param name="models">At least one.</param>
    /// <param name="options">The reference, the data and how latencies are measured.</param>
    /// <param name="monitor">Receives progress and the remarks as warnings.</param>
    /// <returns>One comparison a model, in the order of <paramref name="models"/>.</returns>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>, <c>SchemaMismatch</c>, <c>TaskMismatch</c>,
    /// <c>PartitionEmpty</c>.</exception>
    internal static IReadOnlyList<ModelComparison> Compare(IReadOnlyList<Model> models, ComparisonOptions options, IWorkMonitor monitor)
    {
        Model reference = options.Reference ?? models[0];
        Model[] measured = [.. models.Prepend(reference).Distinct(ReferenceEqualityComparer.Instance).Cast<Model>()];
        foreach (Model model in measured)
        {
            if (model.Task != reference.Task)
                throw EvaluationErrors.TasksDiffer(reference, model);
        }
        Dataset[] datasets =
        [
            .. measured.Select(model => options.Dataset ?? model.Dataset ?? reference.Dataset ?? throw ModelErrors.DatasetMissing(model)),
        ];
        foreach ((Model model, Dataset dataset) in measured.Zip(datasets))
        {
            monitor.Verbose(
                dataset.Hash == model.DatasetHash
                    ? $"'{model.Name}' is measured on the data set '{dataset.Name}', divided as for its training."
                    : $"'{model.Name}' is measured on the data set '{dataset.Name}', which is not the one that it was trained on, or is "
                        + $"divided otherwise."
            );
        }
        var partitions = new Dictionary<Dataset, PartitionName>();
        foreach (Dataset dataset in datasets)
        {
            if (!partitions.ContainsKey(dataset))
                partitions.Add(dataset, Choose(dataset, options.Partition, monitor));
        }
        EvaluationResult[] qualities =
        [
            .. measured.Select(
                (model, i) =>
                {
                    monitor.Progress(
                        new WorkProgress("Comparing models", $"predicting with {model.Name}", (double)i / (measured.Length + 1))
                    );
                    return ModelEvaluator.Evaluate(model, datasets[i], partitions[datasets[i]], monitor);
                }
            ),
        ];
        monitor.Progress(new WorkProgress("Comparing models", "measuring latency", (double)measured.Length / (measured.Length + 1)));
        IReadOnlyList<LatencyResult> latencies = LatencyMeter.Measure(measured, options.Latency, monitor, datasets);
        var results = new Dictionary<Model, ModelMeasurement>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < measured.Length; i++)
            results[measured[i]] = new ModelMeasurement(measured[i], datasets[i], partitions[datasets[i]], qualities[i], latencies[i]);
        ModelComparison[] comparisons = [.. models.Select(model => results[model].Against(results[reference]))];
        foreach (ComputeMessage remark in comparisons.SelectMany(c => c.RemarkMessages).DistinctBy(remark => remark.ToString()))
            monitor.Warning(remark);
        return comparisons;
    }

    private static PartitionName Choose(Dataset dataset, PartitionName? asked, IWorkMonitor monitor)
    {
        if (asked is { } partition)
            return dataset[partition].RowCount > 0 ? partition : throw ModelErrors.PartitionEmpty(dataset, partition);
        if (dataset.TestRows > 0)
            return PartitionName.Test;
        PartitionName substitute = dataset.ValidationRows > 0 ? PartitionName.Validation : PartitionName.Training;
        if (dataset[substitute].RowCount == 0)
            throw ModelErrors.PartitionEmpty(dataset, PartitionName.Test);
        monitor.Warning(
            $"The data set '{dataset.Name}' has no test rows; the figures are those of its "
                + $"{substitute.ToString().ToLowerInvariant()} rows, which the models or their pruning have already looked at, so "
                + $"they flatter. Import the data with {Option.TestFraction} or {Option.TestPath}."
        );
        return substitute;
    }
}
