using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Commands;

/// <content>What decides how trees, forests, neighbours and ensembles are pruned.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>A point of a path, as Measure-PruningPath gives it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = PointSet)]
    [ValidateNotNull]
    public PruningPathPoint? Point { get; set; }

    /// <summary>The number of trees, members or prototypes that stay.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Alias("Prototypes")]
    [ValidateRange(1, int.MaxValue)]
    public int Keep { get; set; }

    /// <summary>The number of leaves that stay.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Leaves { get; set; }

    /// <summary>The complexity parameter of cost-complexity pruning: what a leaf must gain to stay.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0.0, double.MaxValue)]
    public double Alpha { get; set; }

    /// <summary>How cross-validation chooses: the best score, or the simplest model within one standard error of it.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<SelectionRuleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<SelectionRuleCatalog>))]
    public string? Rule { get; set; }

    /// <summary>Parts of cross-validation.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Alias("Folds")]
    [ValidateRange(2, 1000)]
    public int Fold { get; set; } = 10;

    /// <summary>The confidence level of pessimistic pruning.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = PointSet)]
    [ValidateRange(1e-6, 0.5)]
    public double Confidence { get; set; } = 0.25;

    /// <summary>The weight of the prior class fractions in minimum-error pruning; the number of classes if not given.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [Parameter(ParameterSetName = PointSet)]
    [ValidateRange(0.0, 1e9)]
    public double PriorWeight { get; set; }

    /// <summary>Passes of gradient descent over the leaf values after trees were chosen.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0, 100_000)]
    public int RefinementEpochs { get; set; }
}
