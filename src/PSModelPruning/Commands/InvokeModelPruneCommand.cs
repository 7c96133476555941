using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Commands;

/// <summary>Makes a pruned model from a model. The given model is not changed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ModelPrune", SupportsShouldProcess = true, DefaultParameterSetName = SparsitySet)]
[OutputType(typeof(Model), typeof(PruningLayer))]
public sealed class InvokeModelPruneCommand : PruningCmdlet
{
    private const string SparsitySet = "Sparsity";
    private const string BudgetSet = "Budget";
    private const string CountSet = "Count";
    private const string ComplexitySet = "Complexity";
    private const string KeepFeatureSet = "KeepFeature";
    private const string FeatureSet = "Feature";
    private const string PointSet = "Point";

    private readonly List<LayerSensitivity> _measured = [];
    private PruningPathPoint? _point;
    private LayerSensitivity[]? _sensitivity;
    private FeatureImportance[]? _feature;
    private object[]? _keepFeature;

    /// <summary>The model.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>The fraction of the original model's units that goes, from 0 to below 1.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    public double Sparsity
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>The greatest loss of accuracy (or R²) on the validation rows; 0.01 is one percentage point.</summary>
    [Parameter(ParameterSetName = BudgetSet)]
    public double MaxAccuracyDrop
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>The greatest packed size of the parameters in kilobytes (1024 bytes).</summary>
    [Parameter(ParameterSetName = BudgetSet)]
    public double MaxSizeKB
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>The greatest number of multiply-accumulates of one row.</summary>
    [Parameter(ParameterSetName = BudgetSet)]
    public long MaxMacs
    {
        get => Get<long>();
        set => Set(value);
    }

    /// <summary>The greatest median duration of a prediction call in milliseconds, measured on this machine.</summary>
    [Parameter(ParameterSetName = BudgetSet)]
    public double MaxLatencyMs
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>The number of trees, members or prototypes that stay.</summary>
    [Parameter(ParameterSetName = CountSet)]
    [Alias("Prototypes")]
    [OptionValue(nameof(PruningTarget.Keep))]
    public int Keep
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>The number of leaves that stay.</summary>
    [Parameter(ParameterSetName = CountSet)]
    [OptionValue(nameof(PruningTarget.Leaves))]
    public int Leaves
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>How cross-validation chooses: the best score, or the simplest model within one standard error of it.</summary>
    [Parameter(ParameterSetName = ComplexitySet)]
    [OptionValue(nameof(PruningTarget.Rule))]
    [ArgumentCompleter(typeof(CatalogCompleter<SelectionRuleCatalog>))]
    public string? Rule
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>The complexity parameter of cost-complexity pruning: what a leaf must gain to stay.</summary>
    [Parameter(ParameterSetName = ComplexitySet)]
    [OptionValue(nameof(PruningTarget.Alpha))]
    public double Alpha
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>Parts of cross-validation.</summary>
    [Parameter(ParameterSetName = ComplexitySet)]
    [Alias("Folds")]
    [OptionValue(nameof(PathOptions.Fold))]
    public int Fold
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>The number of features that stay, or their names.</summary>
    [Parameter(ParameterSetName = KeepFeatureSet)]
    [Required(KeepFeatureSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelFeatureCompleter))]
    public object[]? KeepFeature
    {
        get => _keepFeature;
        set
        {
            Bind();
            _keepFeature = value;
        }
    }

    /// <summary>Features that stay, as Measure-FeatureImportance gives them.</summary>
    [Parameter(ParameterSetName = FeatureSet)]
    [FromInput]
    [Required(FeatureSet)]
    [ValidateNotNullOrEmpty]
    public FeatureImportance[]? Feature
    {
        get => _feature;
        set
        {
            Bind();
            _feature = value;
        }
    }

    /// <summary>A point of a path, as Measure-PruningPath gives it.</summary>
    [Parameter(ParameterSetName = PointSet)]
    [FromInput]
    [Required(PointSet)]
    [ValidateNotNull]
    public PruningPathPoint? Point
    {
        get => _point;
        set
        {
            Bind();
            _point = value;
        }
    }

    /// <summary>How to decide what matters least; Magnitude for networks, and its own default for every other kind of model.</summary>
    [Parameter]
    [CatalogValue<PruningMethodCatalog>]
    [ArgumentCompleter(typeof(PruningMethodCompleter))]
    public string? Method
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>What goes at a time; Element unless a budget needs smaller tensors.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [CatalogValue<GranularityCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<GranularityCatalog>))]
    public string? Granularity
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>
    /// How much each layer loses: the name of a rule, a hashtable of layers and fractions, or what Measure-LayerSensitivity gives.
    /// </summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<LayerRatioCatalog>))]
    public object[]? LayerSparsity
    {
        get => Get<object[]>();
        set => Set(value);
    }

    /// <summary>What Measure-LayerSensitivity gives, from the pipeline; the same as -LayerSparsity with it.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [FromInput]
    [ValidateNotNullOrEmpty]
    public LayerSensitivity[]? LayerSensitivity
    {
        get => _sensitivity;
        set
        {
            Bind();
            _sensitivity = value;
        }
    }

    /// <summary>How the target is approached; Gradual for single weights and OneShot for channels if not given.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [CatalogValue<PruningScheduleCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<PruningScheduleCatalog>))]
    public string? Schedule
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Steps of the schedule.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [OptionValue(nameof(NetworkPruningOptions.Steps))]
    public int Steps
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>Epochs of fine-tuning after each step (in all, for Gradual); 0 does not fine-tune.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [Parameter(ParameterSetName = KeepFeatureSet)]
    [Parameter(ParameterSetName = FeatureSet)]
    [Parameter(ParameterSetName = PointSet)]
    [OptionValue(nameof(NetworkPruningOptions.FineTuneEpochs))]
    public int FineTuneEpochs
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <summary>The weight of the teacher's predictions in fine-tuning, above 0 to 1; the rest is that of the true targets.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [OptionValue(nameof(PruningDistillation.DistillationWeight))]
    public double DistillationWeight
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>Layers whose own weights and units stay.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PrunableLayerCompleter))]
    public string[]? ExcludeLayer
    {
        get => Get<string[]>();
        set => Set(value);
    }

    /// <summary>The numbers of the result; float32 if not given. Alone it prunes nothing.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [CatalogValue<QuantizerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<QuantizerCatalog>))]
    public string? Quantize
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>The file that the state of the pruning of a network is written to after every round and epoch.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Goes on where the checkpoint stands.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    public SwitchParameter Resume
    {
        get => Get<SwitchParameter>();
        set => Set(value);
    }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Beside => "Measure-LayerSensitivity, Measure-FeatureImportance or Measure-PruningPath";

    /// <inheritdoc/>
    private protected override void Process(Model model) => Prune(model, Point);

    /// <inheritdoc/>
    private protected override string? ParameterOf(object? input) =>
        input switch
        {
            FeatureImportance => nameof(Feature),
            PruningPathPoint => nameof(Point),
            Compute.LayerSensitivity => nameof(LayerSensitivity),
            _ => null,
        };

    /// <inheritdoc/>
    private protected override void TakeFor(Model model, object input)
    {
        base.TakeFor(model, input);
        if (input is LayerSensitivity measured)
            _measured.Add(measured);
        else if (input is PruningPathPoint point)
            Prune(model, point);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // A pipeline that was empty has not told features from points.
        if (IsGiven && IsPipelineEmpty)
            Throw(PruningErrors.NoFeaturesGiven());
        if (_measured.Count > 0 || InputFeatures.Count > 0)
            ForInput(Model, _ => Prune(GivenModel, null));
    }

    private void Prune(Model model, PruningPathPoint? point) => Prune(model, Guard(() => MakeOptions(model, point)));

    /// <summary>What was set, with what the pipeline brought.</summary>
    private PruningOptions MakeOptions(Model model, PruningPathPoint? point)
    {
        PruningOptions options = Options;
        if (_measured.Count > 0 || LayerSensitivity is not null)
        {
            if (options.Network.LayerSparsity is not null)
                throw PruningErrors.LayerSparsityTwice();
            options = options with
            {
                Network = options.Network with { LayerSparsity = LayerSparsityArgument.Read([.. LayerSensitivity ?? [], .. _measured]) },
            };
        }
        PruningTarget? target =
            KeepFeature is not null ? KeepFeatureArgument.Read(KeepFeature)
            : Feature is not null || InputFeatures.Count > 0 ? KeepFeatureArgument.Read(Feature, InputFeatures)
            : point is not null ? PathTarget.Of(point, model)
            : null;
        if (target is not null && !options.Target.IsUnset)
            throw PruningErrors.TargetAmbiguous();
        if (target is not null)
            options = options with { Target = target };
        if (point is not null)
            options = options with
            {
                Method = options.Method ?? point.Method,
                Network = options.Network with
                {
                    Granularity = options.Network.Granularity ?? (point.Granularity.Length > 0 ? point.Granularity : null),
                },
            };
        options.Target.CheckFigures();
        return options;
    }
}
