using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Losses;

/// <summary>Lists every loss. To add one, add its class and a line here.</summary>
internal sealed class LossCatalog : ICatalog
{
    private static readonly Variant[] Variants =
    [
        new(
            "CrossEntropy",
            "For classes: the negative logarithm of the true class's probability; takes class weights and label smoothing.",
            LearningTask.Classification,
            options => new CrossEntropyLoss(options)
        ),
        new("MeanSquaredError", "For numbers: the mean of squared differences.", LearningTask.Regression, _ => new MeanSquaredErrorLoss()),
        new(
            "Huber",
            "For numbers: squared up to one standard deviation, linear beyond, so outliers have less influence.",
            LearningTask.Regression,
            _ => new HuberLoss()
        ),
    ];

    /// <inheritdoc/>
    public static string Family => "loss";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Variants.Select(v => new CatalogEntry(v.Name, v.Description))];

    /// <summary>The loss of a task where none was asked for.</summary>
    internal static string Default(LearningTask task) => Variants.First(v => v.Task == task).Name;

    /// <summary>The loss of a run.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>, or <c>LossDoesNotFit</c> where it is for the other task.</exception>
    internal static Loss Create(LearningTask task, TrainingOptions options)
    {
        string name = options.Loss.Length > 0 ? options.Loss : Default(task);
        Variant variant = Variants.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw CatalogErrors.VariantUnknown<LossCatalog>(name);
        if (variant.Task != task)
            throw TrainingErrors.LossDoesNotFit(
                variant.Name,
                task,
                string.Join(" or ", Variants.Where(v => v.Task == task).Select(v => v.Name))
            );
        return variant.Create(options);
    }

    private sealed record Variant(string Name, string Description, LearningTask Task, Func<TrainingOptions, Loss> Create);
}
