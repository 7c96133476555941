using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Training;

/// <summary>What a network is fitted to.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="ClassCount">Classes; 0 for regression.</param>
/// <param name="Training">The rows that are learned from.</param>
/// <param name="Validation">The rows that early stopping looks at; may be empty.</param>
/// <param name="TargetOffset">A regression target is learned as (target − offset) / scale.</param>
/// <param name="TargetScale">See <paramref name="TargetOffset"/>.</param>
/// <param name="Hash">The data set's hash, which a checkpoint must agree with; "" is not compared.</param>
internal sealed record TrainingData(
    LearningTask Task,
    int ClassCount,
    Partition Training,
    Partition Validation,
    double TargetOffset = 0,
    double TargetScale = 1,
    string Hash = ""
)
{
    /// <summary>A model whose predictions of the training rows are learned too; null for none.</summary>
    internal Teacher? Teacher { get; init; }

    /// <summary>The same data with a teacher.</summary>
    /// <param name="distillation">The teacher and how it teaches; null for none.</param>
    /// <param name="dataset">The data set that the rows are of, with all its features.</param>
    /// <param name="classes">The student's classes in the order of its outputs.</param>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c> and other errors of <see cref="Distillation.Teacher.Of"/>.</exception>
    internal TrainingData TaughtBy(DistillationOptions? distillation, Dataset dataset, IReadOnlyList<string> classes) =>
        distillation is null
            ? this
            : this with
            {
                Teacher = Distillation.Teacher.Of(distillation, dataset, classes, TargetOffset, TargetScale),
            };

    /// <summary>The data of a new model: a regression target is standardized by the training rows' mean and standard deviation.</summary>
    internal static TrainingData From(Dataset dataset)
    {
        (double offset, double scale) = dataset.Task == LearningTask.Regression ? Standardization(dataset.Training.Targets.Span) : (0, 1);
        return new TrainingData(dataset.Task, dataset.Classes.Count, dataset.Training, dataset.Validation, offset, scale, dataset.Hash);
    }

    /// <summary>The data for fine-tuning a model: the target is scaled as the model has learned it.</summary>
    internal static TrainingData For(Model model, Dataset dataset) =>
        new(model.Task, model.Classes.Count, dataset.Training, dataset.Validation, model.TargetOffset, model.TargetScale, dataset.Hash);

    private static (double Offset, double Scale) Standardization(ReadOnlySpan<float> targets)
    {
        double mean = 0,
            squares = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            // Welford 1962: exact where the mean is large against the spread.
            double delta = targets[row] - mean;
            mean += delta / (row + 1);
            squares += delta * (targets[row] - mean);
        }
        double deviation = targets.Length > 0 ? Math.Sqrt(squares / targets.Length) : 0;
        return (mean, deviation > 0 ? deviation : 1);
    }
}
