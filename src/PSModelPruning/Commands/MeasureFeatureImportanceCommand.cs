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
    public string? Method { get; set; }

    /// <summary>How often Permutation shuffles each feature.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Repeats { get; set; } = 5;

    /// <summary>The rows that are looked at.</summary>
    [Parameter]
    public PartitionName? Partition { get; set; }

    /// <summary>The fraction of those rows that is looked at, chosen at random.</summary>
    [Parameter]
    [ValidateRange(0.000001, 1.0)]
    public double SampleFraction { get; set; } = 1;

    /// <summary>Features whose rank correlation is at least this on average are one group for GroupedPermutation.</summary>
    [Parameter]
    [ValidateRange(0.01, 1.0)]
    public double CorrelationThreshold { get; set; } = 0.7;

    /// <summary>The seed of all random numbers.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var options = new ImportanceOptions
        {
            Method = Method,
            Repeats = Repeats,
            Partition = Partition,
            SampleFraction = SampleFraction,
            CorrelationThreshold = CorrelationThreshold,
            Seed = Seed,
            Given = MyInvocation.BoundParameters.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase),
        };
        IReadOnlyList<FeatureImportance> ranking = RunWork(monitor =>
            Model is { } model ? FeatureRanker.Rank(model, Dataset, options, monitor) : FeatureRanker.Rank(Dataset!, options, monitor)
        );
        WriteObject(ranking, enumerateCollection: true);
    }
}
