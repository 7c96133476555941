using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <summary>Ranks the features of a data set, or of a trained model, by how much they matter.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "FeatureImportance", DefaultParameterSetName = DatasetSet)]
[OutputType(typeof(FeatureImportance))]
public sealed class MeasureFeatureImportanceCommand : InputCmdlet
{
    private const string DatasetSet = "Dataset";
    private const string ModelSet = "Model";
    private ImportanceOptions _options = new();

    /// <summary>The model whose features are ranked.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [Required(ModelSet)]
    [ShownAs(typeof(Model))]
    public object? Model { get; set; }

    /// <summary>The data set whose features are ranked; with a model, the rows that it is asked about, its own if not given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = ModelSet)]
    [Required(DatasetSet)]
    [ShownAs(typeof(Dataset))]
    public object? Dataset { get; set; }

    /// <summary>How importance is measured.</summary>
    [Parameter(Position = 1)]
    [CatalogValue<ScorerCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<ScorerCatalog>))]
    public string? Method
    {
        get => _options.Method;
        set => _options = _options with { Method = value };
    }

    /// <summary>How often Permutation shuffles each feature.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Repeats
    {
        get => _options.Repeats ?? ImportanceOptions.DefaultRepeats;
        set => _options = _options with { Repeats = value };
    }

    /// <summary>The rows that are looked at.</summary>
    [Parameter]
    public PartitionName? Partition
    {
        get => _options.Partition;
        set => _options = _options with { Partition = value };
    }

    /// <summary>The fraction of those rows that is looked at, chosen at random.</summary>
    [Parameter]
    [ValidateRange(0.000001, 1.0)]
    public double SampleFraction
    {
        get => _options.SampleFraction ?? 1;
        set => _options = _options with { SampleFraction = value };
    }

    /// <summary>Features whose rank correlation is at least this on average are one group for GroupedPermutation.</summary>
    [Parameter]
    [ValidateRange(0.01, 1.0)]
    public double CorrelationThreshold
    {
        get => _options.CorrelationThreshold ?? ImportanceOptions.DefaultCorrelationThreshold;
        set => _options = _options with { CorrelationThreshold = value };
    }

    /// <summary>The seed of all random numbers.</summary>
    [Parameter]
    public int Seed
    {
        get => _options.Seed;
        set => _options = _options with { Seed = value };
    }

    /// <inheritdoc/>
    private protected override object? Given => Model ?? Dataset;

    /// <inheritdoc/>
    private protected override string GivenName => Model is null ? nameof(Dataset) : nameof(Model);

    /// <inheritdoc/>
    private protected override string Expected => "a data set, a model, or the path of a model file";

    /// <inheritdoc/>
    private protected override void Take(object? input)
    {
        if (Bare(input) is Compute.Dataset data)
            Write(monitor => FeatureRanker.Rank(data, _options, monitor));
        else
            ForEachModel(input, model => Rank(model, Model is null ? null : Bare(Dataset)));
    }

    /// <summary>A data set or a model of the command line, and the other one from the pipeline.</summary>
    private protected override void TakeBeside(object? input)
    {
        if (Bare(input) is Compute.Dataset rows && Bare(Given) is not Compute.Dataset)
            ForEachModel(Given, model => Rank(model, rows));
        else if (Bare(input) is not Compute.Dataset && Bare(Given) is Compute.Dataset data)
            ForEachModel(input, model => Rank(model, data));
        else
            base.TakeBeside(input);
    }

    private void Rank(Model model, object? data)
    {
        if (data is not (null or Compute.Dataset))
            Throw(CommandErrors.InputUnexpected(data, "a data set of Import-Dataset with -Dataset"));
        Write(monitor => FeatureRanker.Rank(model, data as Compute.Dataset, _options, monitor));
    }

    private void Write(Func<IWorkMonitor, IReadOnlyList<FeatureImportance>> rank) => WriteObject(RunWork(rank), enumerateCollection: true);
}
