using PSModelPruning.Compute.Importance.Scorers;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance;

/// <summary>Lists every feature scorer. To add one, add its class under <c>Scorers/</c> and a line here.</summary>
internal sealed class ScorerCatalog : ICatalog
{
    private static readonly FeatureScorer[] Scorers =
    [
        new InformationGainScorer(),
        new GainRatioScorer(),
        new MutualInformationScorer(),
        new ChiSquareScorer(),
        new AnovaFScorer(),
        new CorrelationScorer(),
        new PermutationScorer(),
        new GroupedPermutationScorer(),
        new GradientScorer(),
        new CoefficientScorer(),
        new ImpurityDecreaseScorer(),
        new OutOfBagPermutationScorer(),
        new TreeShapScorer(),
    ];

    /// <inheritdoc/>
    public static string Family => "method";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. Scorers.Select(scorer => new CatalogEntry(scorer.Name, scorer.Description))];

    /// <summary>The scorer of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>: there is none of that name.</exception>
    internal static FeatureScorer Get(string name) =>
        Scorers.FirstOrDefault(scorer => scorer.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<ScorerCatalog>(name);
}
