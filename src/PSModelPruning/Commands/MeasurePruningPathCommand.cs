using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Commands;

/// <summary>Measures the trade-off between a model's complexity and its score, one object for each point.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "PruningPath")]
[OutputType(typeof(PruningPathPoint))]
public sealed class MeasurePruningPathCommand : ModelCmdlet
{
    private NetworkPruningOptions _network = new();
    private PathOptions _path = new();
    private int? _folds;

    /// <summary>The model.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>How it is pruned; the default of the model's kind if not given.</summary>
    [Parameter(Position = 1)]
    [CatalogValue<PruningMethodCatalog>]
    [ArgumentCompleter(typeof(PruningMethodCompleter))]
    public string? Method { get; set; }

    /// <summary>The data to score with; the model's own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>Parts of cross-validation; 0 for none.</summary>
    [Parameter]
    [Alias("Folds")]
    [ValidateRange(0, 1000)]
    public int Fold
    {
        get => _folds ?? 0;
        set => _folds = value;
    }

    /// <summary>The most points, beside those that a rule chooses.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int MaxPoints { get; set; } = new PathRequest { Options = new PruningOptions() }.MostPoints;

    /// <summary>The fractions that go of a network, each from 0 to below 1.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public double[]? Sparsity { get; set; }

    /// <summary>What goes at a time of a network; Element if not given.</summary>
    [Parameter]
    [CatalogValue<GranularityCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<GranularityCatalog>))]
    public string? Granularity
    {
        get => _network.Granularity;
        set => _network = _network with { Granularity = value };
    }

    /// <summary>How each sparsity of a network is approached.</summary>
    [Parameter]
    [CatalogValue<PruningScheduleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<PruningScheduleCatalog>))]
    public string? Schedule
    {
        get => _network.Schedule;
        set => _network = _network with { Schedule = value };
    }

    /// <summary>Epochs of fine-tuning for each sparsity of a network; none if not given.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int FineTuneEpochs
    {
        get => _network.FineTuneEpochs ?? 0;
        set => _network = _network with { FineTuneEpochs = value };
    }

    /// <summary>The confidence level of pessimistic pruning.</summary>
    [Parameter]
    [ValidateRange(1e-6, 0.5)]
    public double Confidence
    {
        get => _path.Confidence ?? 0.25;
        set => _path = _path with { Confidence = value };
    }

    /// <summary>The weight of the prior class fractions in minimum-error pruning; the number of classes if not given.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e9)]
    public double PriorWeight
    {
        get => _path.PriorWeight ?? 0;
        set => _path = _path with { PriorWeight = value };
    }

    /// <summary>The seed of the parts and of everything else random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Threads for tensor operations; all processors if not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Threads { get; set; }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override void Process(Model model)
    {
        var request = new PathRequest
        {
            Folds = _folds,
            MostPoints = MaxPoints,
            Sparsities = Sparsity,
            Options = new PruningOptions
            {
                Method = Method,
                Network = _network,
                Path = _path,
                Seed = Seed,
                Threads = Threads,
            },
        };
        WriteObject(RunWork(monitor => PathMeter.Measure(model, Dataset, request, monitor)), enumerateCollection: true);
    }
}
