using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.LearningRates;
using PSModelPruning.Compute.Training.Losses;
using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Commands;

/// <summary>Trains a model on a data set. Its alias, <c>Train-Model</c>, is what people type.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ModelTraining", DefaultParameterSetName = NewSet)]
[Alias("Train-Model")]
[OutputType(typeof(Model))]
public sealed partial class InvokeModelTrainingCommand : ComputeCmdlet
{
    private const string NewSet = "New";
    private const string LikeSet = "Like";

    /// <summary>What is learned from; with -Like the data set of that model if not given.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NewSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = LikeSet)]
    [ValidateNotNull]
    public Dataset Dataset { get; set; } = null!;

    /// <summary>The family of the model.</summary>
    [Parameter]
    [CatalogValue<ModelKindCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ModelKindCatalog>))]
    public string Kind { get; set; } = ModelKindCatalog.Network;

    /// <summary>A network that is known by name.</summary>
    [Parameter]
    [CatalogValue<PresetCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<PresetCatalog>))]
    public string? Preset { get; set; }

    /// <summary>The layers of a network in words, without the output layer.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LayerCompleter))]
    public string[]? Layers { get; set; }

    /// <summary>The greatest number of passes over the training rows.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int Epochs { get; set; }

    /// <summary>Rows a step.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int BatchSize { get; set; }

    /// <summary>The greatest learning rate of the run.</summary>
    [Parameter]
    [ValidateRange(double.Epsilon, 1e6)]
    public double LearningRate { get; set; }

    /// <summary>The optimizer.</summary>
    [Parameter]
    [CatalogValue<OptimizerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<OptimizerCatalog>))]
    public string? Optimizer { get; set; }

    /// <summary>The momentum of SGD and RMSprop.</summary>
    [Parameter]
    [ValidateRange(0.0, 0.9999)]
    public double Momentum { get; set; }

    /// <summary>SGD looks ahead.</summary>
    [Parameter]
    public SwitchParameter Nesterov { get; set; }

    /// <summary>The decay of weights; biases and normalization factors are not decayed.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double WeightDecay { get; set; }

    /// <summary>The factor of the sum of absolute weights in the loss.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double L1 { get; set; }

    /// <summary>The factor of the sum of the sizes of BatchNorm scales in the loss.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double BatchNormL1 { get; set; }

    /// <summary>How the learning rate goes over the run.</summary>
    [Parameter]
    [CatalogValue<LearningRateScheduleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<LearningRateScheduleCatalog>))]
    public string? Schedule { get; set; }

    /// <summary>Epochs in which the learning rate rises linearly from 0.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e6)]
    public double WarmupEpochs { get; set; }

    /// <summary>What is minimized.</summary>
    [Parameter]
    [CatalogValue<LossCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<LossCatalog>))]
    public string? Loss { get; set; }

    /// <summary>The probability that is spread over all classes.</summary>
    [Parameter]
    [ValidateRange(0.0, 0.9999)]
    public double LabelSmoothing { get; set; }

    /// <summary>Epochs without a lower validation loss after which training stops; 0 never stops early.</summary>
    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int Patience { get; set; }

    /// <summary>Weights of classes in the loss: 'Balanced', a number a class, or a table of names and numbers.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<ClassWeights>))]
    public object? ClassWeight { get; set; }

    /// <summary>The greatest norm of the gradient.</summary>
    [Parameter]
    [ValidateRange(0.0, 1e12)]
    public double GradientClip { get; set; }

    /// <summary>Where tensors are computed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<DeviceCatalog>))]
    public string Device { get; set; } = "cpu";

    /// <summary>Threads for tensor operations; one for small networks and all processors for others if not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Threads { get; set; }

    /// <summary>The file that the state of the run is written to after every epoch.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Goes on where the checkpoint stands.</summary>
    [Parameter]
    public SwitchParameter Resume { get; set; }

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>The model's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        TrainingRequest request = Guard(MakeRequest);
        WriteObject(RunWork(monitor => ModelKindCatalog.Get(Kind).Train(Dataset, request, monitor)));
    }

    private TrainingRequest MakeRequest()
    {
        if (ParameterSetName == LikeSet)
            TakeLike();
        CheckParameters();
        DeviceCatalog.Require(Device);
        TrainingOptions defaults = TrainingDefaults.For(
            Dataset,
            Kind,
            Optimizer,
            Given(nameof(BatchSize)) ? BatchSize : null,
            Given(nameof(Epochs)) ? Epochs : null
        );
        return new TrainingRequest
        {
            Kind = Kind,
            Preset = Preset ?? "",
            Layers = Layers ?? [],
            Name = Name ?? "",
            Like = Like as NetworkModel,
            Distillation = MakeDistillation(),
            Seed = Seed,
            Tree = MakeTreeOptions(new TreeOptions()),
            Forest = MakeForestOptions(),
            Boosting = MakeBoostingOptions(),
            Neighbors = MakeNeighborOptions(),
            Options = defaults with
            {
                LearningRate = Given(nameof(LearningRate)) ? LearningRate : defaults.LearningRate,
                Momentum = Given(nameof(Momentum)) ? Momentum : null,
                Nesterov = Nesterov,
                WeightDecay = Given(nameof(WeightDecay)) ? WeightDecay : defaults.WeightDecay,
                L1 = L1,
                BatchNormL1 = BatchNormL1,
                Schedule = Schedule ?? defaults.Schedule,
                WarmupEpochs = WarmupEpochs,
                Loss = Loss ?? "",
                LabelSmoothing = LabelSmoothing,
                Patience = Given(nameof(Patience)) ? Patience : defaults.Patience,
                ClassWeights = ClassWeight is null ? [] : ClassWeightArgument.Read(ClassWeight, Dataset),
                GradientClip = GradientClip,
                Threads = Threads,
                CheckpointPath = CheckpointPath is null ? null : FilePaths.Full(this, CheckpointPath, FileErrors.DriveMissing),
                Resume = Resume,
                Seed = Seed,
            },
        };
    }

    /// <summary>A parameter that the kind does not read is an error, so that nobody believes in a setting that does nothing.</summary>
    private void CheckParameters()
    {
        IReadOnlyList<string> read = ModelKindCatalog.Get(Kind).Parameters;
        foreach (string parameter in MyInvocation.BoundParameters.Keys)
        {
            if (!read.Contains(parameter) && ModelKindCatalog.Reading(parameter).ToArray() is { Length: > 0 } kinds)
                throw TrainingErrors.ParameterNotForKind(parameter, Kind, kinds);
        }
    }

    private bool Given(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
