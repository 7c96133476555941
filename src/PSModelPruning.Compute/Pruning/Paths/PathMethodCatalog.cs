using PSModelPruning.Compute.Pruning.Forests;
using PSModelPruning.Compute.Pruning.Forests.Boosted;
using PSModelPruning.Compute.Pruning.Forests.Orderings;
using PSModelPruning.Compute.Pruning.Neighbors;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// Lists the methods that give a path of ever simpler models. To add one, add its class under its family's folder and a line here.
/// </summary>
internal static class PathMethodCatalog
{
    /// <summary>In the order of the families; the first that accepts a model is its family's default.</summary>
    private static readonly PathMethod[] Methods =
    [
        new CostComplexityMethod(),
        new ReducedErrorMethod(),
        new PessimisticMethod(),
        new MinimumErrorMethod(),
        new MinimumDescriptionLengthMethod(),
        new KMeansMethod(),
        new CondensationMethod(),
        new Drop3Method(),
        new EditingMethod(),
        new RepeatedEditingMethod(),
        new AllKnnMethod(),
        new TomekLinksMethod(),
        new EnsembleReducedErrorMethod(),
        new ComplementarityMethod(),
        new MarginDistanceMethod(),
        new IndividualRankMethod(),
        new KappaMethod(),
        new ClusteringMethod(),
        new ForestCostComplexityMethod(),
        new TruncationMethod(),
        new BoostedReducedErrorMethod(),
    ];

    /// <summary>One entry a name.</summary>
    internal static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        .. Methods
            .GroupBy(method => method.Name)
            .Select(group => new CatalogEntry(group.Key, string.Join(" ", group.Select(method => method.Description).Distinct()))),
    ];

    /// <summary>Whether any method prunes the model's family.</summary>
    internal static bool Accepts(Model model) => Methods.Any(method => method.Accepts(model));

    /// <summary>The methods for a model's family.</summary>
    internal static IEnumerable<PathMethod> For(Model model) => Methods.Where(method => method.Accepts(model));

    /// <summary>The method of a name for a model's family, without regard to case; "" takes the family's default.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>: there is none of that name for the family. <c>ModelNotPrunable</c>:
    /// there is none at all.</exception>
    internal static PathMethod Get(Model model, string? name) =>
        !Accepts(model)
            ? throw PruningErrors.FamilyNotPrunable(model)
            : For(model).FirstOrDefault(method => name is null || method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw PruningErrors.NoSuchPath(model, name!, For(model).Select(method => method.Name));
}
