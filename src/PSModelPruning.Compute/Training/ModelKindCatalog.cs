using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>Lists the families of models that can be trained.</summary>
internal sealed class ModelKindCatalog : ICatalog
{
    internal const string Network = "Network";
    internal const string Linear = "Linear";

    /// <inheritdoc/>
    public static string Family => "kind of model";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Network, "A neural network: a preset, or layers in words."),
        new(Linear, "Multinomial logistic regression for classes, linear regression for numbers."),
    ];
}
