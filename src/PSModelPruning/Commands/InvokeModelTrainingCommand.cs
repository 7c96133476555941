using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;
using PSModelPruning.Compute.Training.LearningRates;
using PSModelPruning.Compute.Training.Losses;
using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Commands;

/// <summary>Trains a model on a data set. Its alias, <c>Train-Model</c>, is what people type.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ModelTraining", DefaultParameterSetName = NetworkSet)]
[Alias("Train-Model")]
[OutputType(typeof(Model))]
public sealed partial class InvokeModelTrainingCommand : InputCmdlet
{
    private const string NetworkSet = "Network";
    private const string RegularizedSet = "Regularized";
    private const string TaughtSet = "Taught";
    private const string TreesSet = "Trees";
    private const string BoostedSet = "Boosted";
    private const string NeighborsSet = "Neighbors";
    private const string LikeSet = "Like";
    private TrainingChoices _fitting = new();
    private NetworkModel? _like;
    private DistillationOptions? _distillation;

    /// <summary>What is learned from; with -Like the data set of that model if not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NetworkSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = RegularizedSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = TaughtSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = TreesSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = BoostedSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = NeighborsSet)]
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = LikeSet)]
    [Required(NetworkSet, RegularizedSet, TaughtSet, TreesSet, BoostedSet, NeighborsSet)]
    [ShownAs(typeof(Dataset))]
    public object? Dataset { get; set; }

    /// <summary>The family of the model.</summary>
    [Parameter]
    [CatalogValue<ModelKindCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ModelKindCatalog>))]
    public string? Kind { get; set; }

    /// <summary>A network that is known by name.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet)]
    [CatalogValue<PresetCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<PresetCatalog>))]
    public string? Preset { get; set; }

    /// <summary>The layers of a network in words, without the output layer.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LayerCompleter))]
    public string[]? Layers { get; set; }

    /// <summary>The greatest number of passes over the training rows.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet, LikeSet)]
    [ValidateRange(1, 1_000_000)]
    public int Epochs
    {
        get => _fitting.Epochs ?? 0;
        set => _fitting = _fitting with { Epochs = value };
    }

    /// <summary>Rows a step.</summary>
    [Parameter]
    [ShownIn(NetworkSet, TaughtSet, LikeSet)]
    [ValidateRange(1, 1_000_000)]
    public int BatchSize
    {
        get => _fitting.BatchSize ?? 0;
        set => _fitting = _fitting with { BatchSize = value };
    }

    /// <summary>The greatest learning rate of the run.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet, LikeSet, BoostedSet)]
    [ValidateRange(double.Epsilon, 1e6)]
    public double LearningRate
    {
        get => _fitting.LearningRate ?? 0;
        set => _fitting = _fitting with { LearningRate = value };
    }

    /// <summary>The optimizer.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet, LikeSet)]
    [CatalogValue<OptimizerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<OptimizerCatalog>))]
    public string? Optimizer
    {
        get => _fitting.Optimizer;
        set => _fitting = _fitting with { Optimizer = value };
    }

    /// <summary>The momentum of SGD and RMSprop.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    [ValidateRange(0.0, 0.9999)]
    public double Momentum
    {
        get => _fitting.Momentum ?? 0;
        set => _fitting = _fitting with { Momentum = value };
    }

    /// <summary>SGD looks ahead.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    public SwitchParameter Nesterov
    {
        get => _fitting.Nesterov;
        set => _fitting = _fitting with { Nesterov = value };
    }

    /// <summary>The decay of weights; biases and normalization factors are not decayed.</summary>
    [Parameter]
    [ShownIn(RegularizedSet, BoostedSet)]
    [ValidateRange(0.0, 1e6)]
    public double WeightDecay
    {
        get => _fitting.WeightDecay ?? 0;
        set => _fitting = _fitting with { WeightDecay = value };
    }

    /// <summary>The factor of the sum of absolute weights in the loss.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    [ValidateRange(0.0, 1e6)]
    public double L1
    {
        get => _fitting.L1;
        set => _fitting = _fitting with { L1 = value };
    }

    /// <summary>The factor of the sum of the sizes of BatchNorm scales in the loss.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    [ValidateRange(0.0, 1e6)]
    public double BatchNormL1
    {
        get => _fitting.BatchNormL1;
        set => _fitting = _fitting with { BatchNormL1 = value };
    }

    /// <summary>How the learning rate goes over the run.</summary>
    [Parameter]
    [ShownIn(NetworkSet, TaughtSet, LikeSet)]
    [CatalogValue<LearningRateScheduleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<LearningRateScheduleCatalog>))]
    public string? Schedule
    {
        get => _fitting.Schedule;
        set => _fitting = _fitting with { Schedule = value };
    }

    /// <summary>Epochs in which the learning rate rises linearly from 0.</summary>
    [Parameter]
    [ShownIn(NetworkSet, LikeSet)]
    [ValidateRange(0.0, 1e6)]
    public double WarmupEpochs
    {
        get => _fitting.WarmupEpochs;
        set => _fitting = _fitting with { WarmupEpochs = value };
    }

    /// <summary>What is minimized.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, LikeSet, BoostedSet)]
    [CatalogValue<LossCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<LossCatalog>))]
    public string? Loss
    {
        get => _fitting.Loss;
        set => _fitting = _fitting with { Loss = value };
    }

    /// <summary>The probability that is spread over all classes.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    [ValidateRange(0.0, 0.9999)]
    public double LabelSmoothing
    {
        get => _fitting.LabelSmoothing;
        set => _fitting = _fitting with { LabelSmoothing = value };
    }

    /// <summary>Epochs without a lower validation loss after which training stops; 0 never stops early.</summary>
    [Parameter]
    [ShownIn(NetworkSet, TaughtSet, LikeSet, BoostedSet)]
    [ValidateRange(0, 1_000_000)]
    public int Patience
    {
        get => _fitting.Patience ?? 0;
        set => _fitting = _fitting with { Patience = value };
    }

    /// <summary>Weights of classes in the loss: 'Balanced', a number a class, or a table of names and numbers.</summary>
    [Parameter]
    [ShownIn(NetworkSet, LikeSet, TreesSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<ClassWeights>))]
    public object? ClassWeight { get; set; }

    /// <summary>The greatest norm of the gradient.</summary>
    [Parameter]
    [ShownIn(RegularizedSet)]
    [ValidateRange(0.0, 1e12)]
    public double GradientClip
    {
        get => _fitting.GradientClip;
        set => _fitting = _fitting with { GradientClip = value };
    }

    /// <summary>Where tensors are computed.</summary>
    [Parameter]
    [ShownIn(NetworkSet, RegularizedSet, TaughtSet, LikeSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<DeviceCatalog>))]
    public string Device { get; set; } = "cpu";

    /// <summary>Threads for tensor operations; one for small networks and all processors for others if not given.</summary>
    [Parameter]
    [ValidateRange(1, 1024)]
    public int Threads { get; set; }

    /// <summary>The file that the state of the run is written to after every epoch.</summary>
    [Parameter]
    [ShownIn(NetworkSet, LikeSet)]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    /// <summary>Goes on where the checkpoint stands.</summary>
    [Parameter]
    [ShownIn(NetworkSet, LikeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>The model's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    private string EffectiveKind => _like?.Kind ?? Kind ?? ModelKindCatalog.Network;

    /// <inheritdoc/>
    private protected override object? Given => Dataset;

    /// <inheritdoc/>
    private protected override string GivenName => nameof(Dataset);

    /// <inheritdoc/>
    private protected override string Expected => "a data set of Import-Dataset";

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _like = OneModel(Like) is { } like ? Guard(() => LikeModel.Require(like)) : null;
        CheckParameters();
        Guard(() =>
        {
            DeviceCatalog.Require(Device);
            return true;
        });
        _distillation = Guard(MakeDistillation);
    }

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (Bare(input) is Compute.Dataset data)
            Train(data);
        else
            Refuse(input);
    }

    /// <summary>With -Like, the data set may be that model's own.</summary>
    private protected override void TakeNothing()
    {
        if (_like is null)
            base.TakeNothing();
        else
            ForInput(_like, _ => Train(Guard(() => LikeModel.Dataset(_like, null))));
    }

    private void Train(Dataset data)
    {
        TrainingRequest request = Guard(() => MakeRequest(data));
        WriteObject(RunWork(monitor => ModelKindCatalog.Get(EffectiveKind).Train(data, request, monitor)));
    }

    private TrainingRequest MakeRequest(Dataset data)
    {
        double[] weights = ClassWeight is null ? [] : [.. ClassWeightArgument.Read(ClassWeight, data)];
        var run = new TreeOptions
        {
            ClassWeights = weights,
            Seed = Seed,
            Threads = Threads,
        };
        return new TrainingRequest
        {
            Kind = EffectiveKind,
            Preset = Preset ?? "",
            Layers = Layers ?? [],
            Name = Name ?? "",
            Like = _like,
            Distillation = _distillation,
            Seed = Seed,
            FamilyOptions = MakeFamilyOptions(data, run),
            Options = _fitting.Complete(data, EffectiveKind) with
            {
                ClassWeights = weights,
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
        if (Preset is not null && Layers is not null)
            Throw(CommandErrors.ParametersNotTogether(nameof(Preset), $"-{nameof(Layers)}", "Both describe the network."));
        if (_like is not null && NotWithLike() is { } other)
            Throw(CommandErrors.ParametersNotTogether(nameof(Like), other, "The network of that model is trained anew, as it is."));
        IReadOnlyList<string> read = ModelKindCatalog.Get(EffectiveKind).Parameters;
        foreach (string parameter in MyInvocation.BoundParameters.Keys)
        {
            if (!read.Contains(parameter) && ModelKindCatalog.Reading(parameter).ToArray() is { Length: > 0 } kinds)
                Throw(
                    CommandErrors.ParametersNotTogether(parameter, KindText(), $"-{parameter} goes with -Kind {string.Join(", ", kinds)}.")
                );
        }
    }

    private string? NotWithLike() =>
        Preset is not null ? $"-{nameof(Preset)}"
        : Layers is not null ? $"-{nameof(Layers)}"
        : Kind is not null && !Kind.Equals(_like!.Kind, StringComparison.OrdinalIgnoreCase) ? KindText()
        : null;

    private string KindText() =>
        Kind is not null ? $"-{nameof(Kind)} {Kind}"
        : _like is not null ? $"-{nameof(Like)} (a model of the kind {_like.Kind})"
        : $"-{nameof(Kind)} {EffectiveKind}, which is the default,";
}
