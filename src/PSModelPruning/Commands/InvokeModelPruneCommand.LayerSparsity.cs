using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Ratios;

namespace PSModelPruning.Commands;

/// <content>How much each layer loses.</content>
public sealed partial class InvokeModelPruneCommand
{
    private readonly List<LayerSensitivity> _measured = [];

    /// <summary>
    /// How much each layer loses: the name of a rule, a hashtable of layers and fractions, or what Measure-LayerSensitivity gives.
    /// </summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<LayerRatioCatalog>))]
    public object[] LayerSparsity { get; set; } = [];

    /// <summary>What Measure-LayerSensitivity gives, from the pipeline; the same as -LayerSparsity with it.</summary>
    [Parameter(ValueFromPipeline = true, ParameterSetName = WeightsSet)]
    [PipedInput("a model, or what Measure-LayerSensitivity, Measure-FeatureImportance or Measure-PruningPath gives")]
    public LayerSensitivity[] LayerSensitivity { get; set; } = [];

    private LayerRatios? LayerRatios(PruningTarget target)
    {
        if (_measured.Count > 0 && Given(nameof(LayerSparsity)))
            throw PruningErrors.LayerSparsityTwice();
        return _measured.Count > 0 ? LayerSparsityArgument.Read([.. _measured], target.Sparsity)
            : Given(nameof(LayerSparsity)) ? LayerSparsityArgument.Read(LayerSparsity, target.Sparsity)
            : null;
    }
}
