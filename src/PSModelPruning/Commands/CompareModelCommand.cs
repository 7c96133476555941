using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Views;

namespace PSModelPruning.Commands;

/// <summary>Measures models side by side: quality, size, computation and latency, and the changes against a reference.</summary>
[Cmdlet(VerbsData.Compare, "Model")]
[OutputType(typeof(ModelComparison))]
public sealed class CompareModelCommand : ModelCmdlet
{
    private readonly List<Model> _models = [];

    /// <summary>The models.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model[]))]
    public object[]? Model { get; set; }

    /// <summary>What the others are compared with; the first model if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    [ShownAs(typeof(Model))]
    public object? ReferenceModel { get; set; }

    /// <summary>The data set whose rows are predicted; each model's own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>The partition whose rows are predicted; the test rows if not given.</summary>
    [Parameter]
    public PartitionName? Partition { get; set; }

    /// <summary>Rows of one timed call.</summary>
    [Parameter]
    [ValidateRange(1, 65536)]
    public int LatencyBatchSize { get; set; } = 1;

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Expected => "models or the paths of model files";

    /// <inheritdoc/>
    private protected override void Process(Model model) => _models.Add(model);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_models.Count == 0)
            return;
        var options = new ComparisonOptions
        {
            Reference = OneModel(ReferenceModel),
            Dataset = Dataset,
            Partition = Partition,
            Latency = new LatencyOptions { BatchSize = LatencyBatchSize },
        };
        foreach (ModelComparison comparison in RunWork(monitor => ModelComparer.Compare(_models, options, monitor)))
            WriteObject(ModelComparisonView.Tag(comparison.In(Wording)));
    }
}
