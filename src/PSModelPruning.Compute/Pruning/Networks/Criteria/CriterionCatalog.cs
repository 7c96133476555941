using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>Lists every criterion for networks. To add one, add its class and a line here.</summary>
internal sealed class CriterionCatalog : ICatalog
{
    /// <summary>The variants themselves.</summary>
    internal static IReadOnlyList<PruningCriterion> All { get; } =
    [
        new MagnitudeCriterion(),
        new MagnitudeL2Criterion(),
        new RandomCriterion(),
        new GradientCriterion(),
        new TaylorCriterion(),
        new LampCriterion(),
        new FisherCriterion(),
        new WandaCriterion(),
        new SnipCriterion(),
        new SynFlowCriterion(),
        new OptimalBrainSurgeonCriterion(),
        new SparseGptCriterion(),
        new MovementCriterion(),
        new BatchNormScaleCriterion(),
        new GeometricMedianCriterion(),
        new ApoZCriterion(),
        new MeanActivationCriterion(),
        new ConfidenceCriterion(),
        new FeatureImportanceCriterion(),
        new BlockInfluenceCriterion(),
        new LossIncreaseCriterion(),
    ];

    private CriterionCatalog() { }

    /// <inheritdoc/>
    public static string Family => "pruning criterion";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(criterion => new CatalogEntry(criterion.Name, criterion.Description))];

    /// <summary>Whether a name is that of a criterion, without regard to case.</summary>
    internal static bool Has(string? name) => All.Any(criterion => criterion.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The criterion of a name, without regard to case; null takes Magnitude.</summary>
    internal static PruningCriterion Get(string? name) =>
        name is null
            ? All[0]
            : All.FirstOrDefault(criterion => criterion.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw CatalogErrors.VariantUnknown<CriterionCatalog>(name);
}
