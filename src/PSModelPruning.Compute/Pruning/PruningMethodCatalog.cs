using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// Every method that a user can name: the criteria for networks, the methods for trees, forests, neighbours and ensembles, and those that
/// remove input features.
/// </summary>
internal sealed class PruningMethodCatalog : ICatalog
{
    /// <summary>Removes input features, the least important first.</summary>
    internal const string FeatureImportance = "FeatureImportance";

    private PruningMethodCatalog() { }

    /// <inheritdoc/>
    public static string Family => "pruning method";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        .. All()
            .GroupBy(entry => entry.Name)
            .Select(same =>
                same.Count() == 1
                    ? same.First()
                    : new CatalogEntry(same.Key, string.Join(" ", same.Reverse().Select(entry => entry.Description)))
            ),
    ];

    private static IEnumerable<CatalogEntry> All() =>
        [
            .. CriterionCatalog.Entries,
            .. PathMethodCatalog.Entries,
            .. FeatureMethodCatalog.Entries,
            new CatalogEntry(SubmodelPruner.Method, SubmodelPruner.Description),
        ];

    /// <summary>The names of the methods that prune a model: those of its family, and those for any family.</summary>
    internal static IEnumerable<string> For(Model model) =>
        [.. WithPath(model).Union(FeatureMethodCatalog.Entries.Select(entry => entry.Name)), SubmodelPruner.Method];

    /// <summary>The names of the methods that lead along a path of ever simpler models: those of the model's family.</summary>
    internal static IEnumerable<string> WithPath(Model model) =>
        model is NetworkModel
            ? CriterionCatalog.Entries.Select(entry => entry.Name)
            : PathMethodCatalog.For(model).Select(method => method.Name);
}
