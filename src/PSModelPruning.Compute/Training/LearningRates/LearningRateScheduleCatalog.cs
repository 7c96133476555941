using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>Lists every learning-rate schedule. To add one, add its class and a line here.</summary>
internal sealed class LearningRateScheduleCatalog : ICatalog
{
    private static readonly (string Name, string Description, LearningRateSchedule Schedule)[] Variants =
    [
        ("Constant", "The same learning rate throughout.", new ConstantSchedule()),
        ("Step", "A tenth after half of the epochs, a hundredth after three quarters.", new StepSchedule()),
        ("Exponential", "Falls by the same factor every step, to a hundredth at the end.", new ExponentialSchedule()),
        ("Cosine", "Falls along half a cosine to 0.", new CosineSchedule()),
        ("OneCycle", "Rises for 30 % of the run, then falls along half a cosine to almost 0.", new OneCycleSchedule()),
        ("Plateau", "Halves whenever three epochs in a row have not lowered the validation loss.", new PlateauSchedule()),
    ];

    /// <inheritdoc/>
    public static string Family => "schedule";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Variants.Select(v => new CatalogEntry(v.Name, v.Description))];

    /// <summary>The schedule of a name.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static LearningRateSchedule Get(string name) =>
        Variants.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Schedule
        ?? throw CatalogErrors.VariantUnknown<LearningRateScheduleCatalog>(name);
}
