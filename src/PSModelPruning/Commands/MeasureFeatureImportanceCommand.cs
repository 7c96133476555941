using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Importance;

namespace PSModelPruning.Commands;

/// <summary>Ranks the features of a data set, or of a trained model, by how much they matter.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "FeatureImportance", DefaultParameterSetName = DatasetSet)]
[OutputType(typeof(FeatureImportance))]
public sealed class MeasureFeatureImportanceCommand : ComputeCmdlet
{
    private const string DatasetSet = "Dataset";
    private const string ModelSet = "Model";
    private ImportanceOptions _options = new();

    /// <summary>The model whose features are ranked.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public Model? Model { get; set; }

    /// <summary>The data set whose features are ranked; with a model, the rows that it is asked about, its own if not given.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = DatasetSet)]
    [Parameter(ParameterSetName = ModelSet)]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

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
    protected override void ProcessRecord()
    {
        IReadOnlyList<FeatureImportance> ranking = RunWork(monitor =>
            Model is { } model ? FeatureRanker.Rank(model, Dataset, _options, monitor) : FeatureRanker.Rank(Dataset!, _options, monitor)
        );
        WriteObject(ranking, enumerateCollection: true);
    }
}
