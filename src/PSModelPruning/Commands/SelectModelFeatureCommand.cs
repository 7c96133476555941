using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;

namespace PSModelPruning.Commands;

/// <summary>Makes a model that reads fewer input features. The given model is not changed.</summary>
[Cmdlet(VerbsCommon.Select, "ModelFeature", SupportsShouldProcess = true, DefaultParameterSetName = SparsitySet)]
[OutputType(typeof(Model), typeof(PruningLayer))]
public sealed class SelectModelFeatureCommand : PruningCmdlet
{
    private const string SparsitySet = "Sparsity";
    private const string BudgetSet = "Budget";
    private const string KeepSet = "Keep";
    private const string FeatureSet = "Feature";

    private FeatureImportance[]? _feature;
    private object[]? _keep;

    /// <summary>The model.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>The number of features that stay, or their names.</summary>
    [Parameter(ParameterSetName = KeepSet)]
    [Required(KeepSet)]
    [Alias("KeepFeature")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelFeatureCompleter))]
    public object[]? Keep
    {
        get => _keep;
        set
        {
            Bind();
            _keep = value;
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

    /// <summary>The fraction of the original model's features that goes, from 0 to below 1.</summary>
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

    /// <summary>The greatest median duration of a prediction call in milliseconds, measured on this machine.</summary>
    [Parameter(ParameterSetName = BudgetSet)]
    public double MaxLatencyMs
    {
        get => Get<double>();
        set => Set(value);
    }

    /// <summary>How to decide which features go; FeatureImportance if not given.</summary>
    [Parameter]
    [CatalogValue<FeatureMethodCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<FeatureMethodCatalog>))]
    public string? Method
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>What scores the features; each method has its own choice.</summary>
    [Parameter(ParameterSetName = SparsitySet)]
    [Parameter(ParameterSetName = BudgetSet)]
    [Parameter(ParameterSetName = KeepSet)]
    [CatalogValue<ScorerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ScorerCatalog>))]
    public string? Scorer
    {
        get => Get<string>();
        set => Set(value);
    }

    /// <summary>Epochs of fine-tuning of a network that lost features; 0 does not fine-tune.</summary>
    [Parameter]
    [OptionValue(nameof(NetworkPruningOptions.FineTuneEpochs))]
    public int FineTuneEpochs
    {
        get => Get<int>();
        set => Set(value);
    }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Beside => "Measure-FeatureImportance";

    /// <inheritdoc/>
    private protected override string? ParameterOf(object? input) => input is FeatureImportance ? nameof(Feature) : null;

    /// <inheritdoc/>
    private protected override void Process(Model model) => Prune(model, Guard(MakeOptions));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (IsGiven && IsPipelineEmpty)
            Throw(PruningErrors.NoFeaturesGiven());
        if (InputFeatures.Count > 0)
            ForInput(Model, _ => Process(GivenModel));
    }

    private PruningOptions MakeOptions()
    {
        if (Options.SaysGranularity)
            throw PruningErrors.GranularityNotForFeatures();
        PruningTarget? target =
            Keep is not null ? KeepFeatureArgument.Read(Keep)
            : Feature is not null || InputFeatures.Count > 0 ? KeepFeatureArgument.Read(Feature, InputFeatures)
            : null;
        if (target is not null && !Options.Target.IsUnset)
            throw PruningErrors.TargetAmbiguous();
        return Options with { Method = Options.Method ?? PruningMethodCatalog.FeatureImportance, Target = target ?? Options.Target };
    }
}
