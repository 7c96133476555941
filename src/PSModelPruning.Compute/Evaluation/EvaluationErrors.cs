namespace PSModelPruning.Compute.Evaluation;

/// <summary>The errors of measuring models.</summary>
internal static class EvaluationErrors
{
    internal static ComputeException PartitionEmpty(Dataset dataset, PartitionName partition) => new(
        "PartitionEmpty", ErrorKind.InvalidArgument,
        $"The {partition} partition of the data set '{dataset.Name}' has no rows. It has {dataset.TrainingRows} training, "
        + $"{dataset.ValidationRows} validation and {dataset.TestRows} test rows; name one that has rows with -Partition, or import the data with another split.");

    internal static ComputeException TasksDiffer(Model reference, Model model) => new(
        "TaskMismatch", ErrorKind.InvalidArgument,
        $"'{model.Name}' is for {model.Task.ToString().ToLowerInvariant()}, but the reference '{reference.Name}' is for "
        + $"{reference.Task.ToString().ToLowerInvariant()}; compare models of one task.");
}
