using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Pruning.Features;

namespace PSModelPruning.Commands;

/// <content>What decides which input features go.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>What scores the features; each method has its own choice.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [CatalogValue<ScorerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ScorerCatalog>))]
    public string? Scorer { get; set; }

    /// <summary>The fraction of the features that are left that goes in a step of recursive elimination.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [ValidateRange(0.0001, 0.9)]
    public double StepFraction { get; set; } = 0.1;

    /// <summary>The most forests that all-relevant selection grows.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [ValidateRange(5, 10_000)]
    public int Rounds { get; set; } = 100;

    /// <summary>The level of the tests of all-relevant selection.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [ValidateRange(1e-9, 0.5)]
    public double Significance { get; set; } = 0.01;

    /// <summary>How that level is shared among many tests.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [CatalogValue<CorrectionCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<CorrectionCatalog>))]
    public string Correction { get; set; } = CorrectionCatalog.Bonferroni;

    /// <summary>What becomes of features that stay undecided.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [CatalogValue<TentativeCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<TentativeCatalog>))]
    public string Tentative { get; set; } = TentativeCatalog.Compare;

    /// <summary>Features whose rank correlation is at least this on average are one group.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [ValidateRange(0.01, 1.0)]
    public double CorrelationThreshold { get; set; } = 0.7;

    private FeatureOptions FeatureOptions() =>
        new()
        {
            Scorer = Scorer,
            StepFraction = Given(nameof(StepFraction)) ? StepFraction : null,
            Rounds = Given(nameof(Rounds)) ? Rounds : null,
            Significance = Given(nameof(Significance)) ? Significance : null,
            Correction = Given(nameof(Correction)) ? Correction : null,
            Tentative = Given(nameof(Tentative)) ? Tentative : null,
            CorrelationThreshold = Given(nameof(CorrelationThreshold)) ? CorrelationThreshold : null,
        };
}
