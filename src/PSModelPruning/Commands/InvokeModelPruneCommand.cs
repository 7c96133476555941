using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Views;

namespace PSModelPruning.Commands;

/// <summary>Makes a pruned model from a model. The given model is not changed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ModelPrune", SupportsShouldProcess = true, DefaultParameterSetName = WeightsSet)]
[OutputType(typeof(Model), typeof(PruningLayer))]
public sealed partial class InvokeModelPruneCommand : ComputeCmdlet
{
    private const string WeightsSet = "Weights";
    private const string KeepSet = "KeepFeature";
    private const string FeaturesSet = "Features";
    private const string PointSet = "Point";

    private readonly List<string> _features = [];
    private bool _received;

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = WeightsSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = KeepSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FeaturesSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PointSet)]
    [ValidateNotNull]
    public Model Model { get; set; } = null!;

    /// <summary>Features that stay, as Measure-FeatureImportance gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FeaturesSet)]
    [ValidateNotNull]
    public FeatureImportance[] Feature { get; set; } = [];

    /// <summary>The number of features that stay, or their names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeepSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelFeatureCompleter))]
    public object[] KeepFeature { get; set; } = [];

    /// <summary>
    /// How it is found out what matters least; Magnitude for networks, and its own default for every other kind of model.
    /// </summary>
    [Parameter]
    [CatalogValue<PruningMethodCatalog>]
    [ArgumentCompleter(typeof(PruningMethodCompleter))]
    public string? Method { get; set; }

    /// <summary>What goes at a time; Element unless a budget needs smaller tensors.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<GranularityCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<GranularityCatalog>))]
    public string? Granularity { get; set; }

    /// <summary>Of how many neighbouring weights of an output how many stay, such as 2:4.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PatternCompleter))]
    public string? Pattern { get; set; }

    /// <summary>The size of a block of weights: outputs x inputs, or one number for both.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [BlockSizeArgument]
    [ValidateCount(1, 2)]
    [ValidateRange(1, 1_000_000)]
    public int[] BlockSize { get; set; } = [];

    /// <summary>Whether all layers compete, or each loses the same fraction.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public PruningScope Scope { get; set; } = PruningScope.Global;

    /// <summary>The fraction of the original model's units that goes, from 0 to below 1.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public double Sparsity { get; set; }

    /// <summary>What scores below it goes, in rounds until nothing does.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0.0, double.MaxValue)]
    public double Threshold { get; set; }

    /// <summary>The greatest loss of accuracy (or R²) on the validation rows; 0.01 is one percentage point.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public double MaxAccuracyDrop { get; set; }

    /// <summary>The greatest packed size of the parameters in kilobytes (1024 bytes).</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public double MaxSizeKB { get; set; }

    /// <summary>The greatest number of multiply-accumulates of one row.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public long MaxMacs { get; set; }

    /// <summary>The greatest median duration of a prediction call in milliseconds, measured on this machine.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    public double MaxLatencyMs { get; set; }

    /// <summary>Rows of the call that -MaxLatencyMs is about.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, 100_000)]
    public int LatencyBatchSize { get; set; } = 1;

    /// <summary>How the target is approached; Gradual for single weights and OneShot for channels if not given.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [CatalogValue<PruningScheduleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<PruningScheduleCatalog>))]
    public string? Schedule { get; set; }

    /// <summary>Steps of the schedule.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, 10_000)]
    public int Steps { get; set; }

    /// <summary>Epochs of fine-tuning after each step (in all, for Gradual); 0 does not fine-tune.</summary>
    [Parameter]
    [ValidateRange(0, 100_000)]
    public int FineTuneEpochs { get; set; }

    /// <summary>The greatest learning rate of fine-tuning.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, 1e6)]
    public double LearningRate { get; set; }

    /// <summary>Rows of a fine-tuning step.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int BatchSize { get; set; }

    /// <summary>Layers whose own weights and units stay.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PrunableLayerCompleter))]
    public string[] ExcludeLayer { get; set; } = [];

    /// <summary>Layers keep a multiple of this many channels.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(1, 1_000_000)]
    public int RoundTo { get; set; } = 1;

    /// <summary>The data to score, fine-tune and measure with; the model's own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>Threads for tensor operations; all processors if not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Threads { get; set; }

    /// <summary>The name of the result.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _received = true;
        if (Given(nameof(LayerSensitivity)))
        {
            _measured.AddRange(LayerSensitivity);
            return;
        }
        if (ParameterSetName == FeaturesSet)
            _features.AddRange(Feature.Select(feature => feature.Feature));
        else
            Prune(Guard(MakeTarget));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_measured.Count > 0)
        {
            Prune(Guard(MakeTarget));
            return;
        }
        // A pipeline that was empty has not told features from points.
        if (ParameterSetName == FeaturesSet || (!_received && Given(nameof(Model))))
            Prune(
                Guard(() => _features.Count > 0 ? new PruningTarget { KeepFeatures = _features } : throw PruningErrors.NoFeaturesGiven())
            );
    }

    private void Prune(PruningTarget target)
    {
        var options = new PruningOptions
        {
            Method = Method ?? Point?.Method,
            Target = target,
            Network = new NetworkPruningOptions
            {
                Granularity = Granularity ?? (string.IsNullOrEmpty(Point?.Granularity) ? null : Point.Granularity),
                Schedule = Schedule,
                Pattern = Pattern,
                BlockSize = Given(nameof(BlockSize)) ? BlockSize : null,
                Scope = Given(nameof(Scope)) ? Scope : null,
                LayerSparsity = Guard(() => LayerRatios(target)),
                Steps = Given(nameof(Steps)) ? Steps : null,
                RewindEpoch = Given(nameof(RewindEpoch)) ? RewindEpoch : null,
                FineTuneEpochs = Given(nameof(FineTuneEpochs)) ? FineTuneEpochs : null,
                LearningRate = Given(nameof(LearningRate)) ? LearningRate : null,
                BatchSize = Given(nameof(BatchSize)) ? BatchSize : null,
                ExcludeLayer = Given(nameof(ExcludeLayer)) ? ExcludeLayer : null,
                RoundTo = Given(nameof(RoundTo)) ? RoundTo : null,
                Penalty = Given(nameof(Penalty)) ? Penalty : null,
            },
            Checkpoint = Guard(MakeCheckpointOptions),
            Path = new PathOptions
            {
                Fold = Given(nameof(Fold)) ? Fold : null,
                Confidence = Given(nameof(Confidence)) ? Confidence : null,
                PriorWeight = Given(nameof(PriorWeight)) ? PriorWeight : null,
                RefinementEpochs = Given(nameof(RefinementEpochs)) ? RefinementEpochs : null,
            },
            Features = FeatureOptions(),
            Distillation = MakeDistillation(),
            Quantization = QuantizationOptions(),
            Seed = Seed,
            Threads = Threads,
            Name = Name,
        };
        ModelPruner pruner = Guard(() => ModelPruners.For(Model, options));
        if (ShouldProcess(Model.Name, Action(options)))
            WriteObject(RunWork(monitor => pruner.Prune(Model, Dataset, options, monitor)));
        else if (MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? whatIf) && (SwitchParameter)whatIf)
            WriteObject(
                RunWork(monitor => pruner.Plan(Model, Dataset, options, monitor))
                    .Select(layer => QuantizationView.Tag(layer, options.Quantization.IsWanted)),
                enumerateCollection: true
            );
    }

    private static string Action(PruningOptions options)
    {
        if (QuantizationRules.IsAlone(options))
            return $"Quantize to {options.Quantization.Quantize}";
        string prune =
            !options.Target.IsUnset ? $"Prune to {options.Target}"
            : options.Network.LayerSparsity is null ? "Prune by the method's own rule"
            : $"Prune to {options.Network.LayerSparsity}";
        return options.Quantization.IsWanted ? $"{prune}, then quantize to {options.Quantization.Quantize}" : prune;
    }

    private PruningTarget MakeTarget()
    {
        if (ParameterSetName == KeepSet)
            return KeepFeatureArgument.Read(KeepFeature);
        if (ParameterSetName == PointSet)
            return PathTarget.Of(Point!, Model);
        var target = new PruningTarget
        {
            Sparsity = Given(nameof(Sparsity)) ? Sparsity : null,
            Threshold = Given(nameof(Threshold)) ? Threshold : null,
            MaxAccuracyDrop = Given(nameof(MaxAccuracyDrop)) ? MaxAccuracyDrop : null,
            MaxSizeKB = Given(nameof(MaxSizeKB)) ? MaxSizeKB : null,
            MaxMacs = Given(nameof(MaxMacs)) ? MaxMacs : null,
            MaxLatencyMs = Given(nameof(MaxLatencyMs)) ? MaxLatencyMs : null,
            LatencyBatchSize = Given(nameof(LatencyBatchSize)) ? LatencyBatchSize : null,
            Keep = Given(nameof(Keep)) ? Keep : null,
            Leaves = Given(nameof(Leaves)) ? Leaves : null,
            Alpha = Given(nameof(Alpha)) ? Alpha : null,
            Rule = Rule,
        };
        target.CheckFigures();
        return target;
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
