using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Sensitivity;

namespace PSModelPruning.Commands;

/// <summary>Measures what a network loses when single layers are pruned, one object for each layer and sparsity.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "LayerSensitivity")]
[OutputType(typeof(LayerSensitivity))]
public sealed class MeasureLayerSensitivityCommand : ModelCmdlet
{
    /// <summary>The network.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(NetworkModel))]
    public object? Model { get; set; }

    /// <summary>What scores the weights or channels; Magnitude if not given.</summary>
    [Parameter(Position = 1)]
    [CatalogValue<CriterionCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<CriterionCatalog>))]
    public string? Method { get; set; }

    /// <summary>What goes at a time; Element if not given.</summary>
    [Parameter]
    [CatalogValue<GranularityCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<GranularityCatalog>))]
    public string? Granularity { get; set; }

    /// <summary>The fractions of a layer that go, each from 0 to below 1.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public double[] Sparsity { get; set; } = SensitivityRequest.UsualSparsities;

    /// <summary>The layers that are measured; all if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PrunableLayerCompleter))]
    public string[] Layer { get; set; } = [];

    /// <summary>The data to score with; the model's own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>The rows that are scored.</summary>
    [Parameter]
    public PartitionName Partition { get; set; } = PartitionName.Validation;

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Threads for tensor operations; all processors if not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Threads { get; set; }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Expected => "a network or the path of its file";

    /// <inheritdoc/>
    private protected override void Process(Model model)
    {
        var request = new SensitivityRequest
        {
            Options = new PruningOptions
            {
                Method = Method,
                Network = new NetworkPruningOptions { Granularity = Granularity },
                Seed = Seed,
                Threads = Threads,
            },
            Sparsities = Sparsity,
            Layers = Layer,
            Partition = Partition,
        };
        if (model is not NetworkModel network)
        {
            Throw(PruningErrors.SensitivityNotForModel(model));
            return;
        }
        RunStream<LayerSensitivity>((monitor, write) => LayerSensitivityMeter.Measure(network, Dataset, request, monitor, write));
    }
}
