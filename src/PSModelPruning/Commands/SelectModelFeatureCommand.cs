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

    private readonly List<string> _features = [];
    private FeatureImportance[] _feature = [];
    private object[] _keep = [];

    /// <summary>The model.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = SparsitySet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = BudgetSet)]
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = KeepSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FeatureSet)]
    [ValidateNotNull]
    public Model Model { get; set; } = null!;

    /// <summary>The number of features that stay, or their names.</summary>
    [Parameter(Mandatory = true, ParameterSetName = KeepSet)]
    [Alias("KeepFeature")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ModelFeatureCompleter))]
    public object[] Keep
    {
        get => _keep;
        set
        {
            Bind();
            _keep = value;
        }
    }

    /// <summary>Features that stay, as Measure-FeatureImportance gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = FeatureSet)]
    [PipedInput("a model, or what Measure-FeatureImportance gives")]
    public FeatureImportance[] Feature
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
    protected override void ProcessRecord()
    {
        if (ParameterSetName == FeatureSet)
            _features.AddRange(Feature.Select(feature => feature.Feature));
        else
            Prune(Model, Guard(MakeOptions));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName != FeatureSet)
            return;
        if (_features.Count == 0)
            Throw(PruningErrors.NoFeaturesGiven());
        Prune(Model, Guard(MakeOptions));
    }

    private PruningOptions MakeOptions()
    {
        PruningOptions options = ReadOptions();
        if (options.SaysGranularity)
            throw PruningErrors.GranularityNotForFeatures();
        PruningTarget? target =
            ParameterSetName == KeepSet ? KeepFeatureArgument.Read(Keep)
            : _features.Count > 0 ? new PruningTarget { KeepFeatures = _features }
            : null;
        if (target is not null && !options.Target.IsUnset)
            throw PruningErrors.TargetAmbiguous();
        return options with { Method = options.Method ?? PruningMethodCatalog.FeatureImportance, Target = target ?? options.Target };
    }
}
