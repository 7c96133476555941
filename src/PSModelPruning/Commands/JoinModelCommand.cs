using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Commands;

/// <summary>Makes an ensemble of several models, which predict together. The models are shared, not copied.</summary>
[Cmdlet(VerbsCommon.Join, "Model")]
[OutputType(typeof(EnsembleModel))]
public sealed class JoinModelCommand : ModelCmdlet
{
    private readonly List<Model> _models = [];

    /// <summary>The models.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Required]
    [ShownAs(typeof(Model[]))]
    public object[]? Model { get; set; }

    /// <summary>How their outputs become one.</summary>
    [Parameter]
    [CatalogValue<VotingCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<VotingCatalog>))]
    public string Voting { get; set; } = VotingCatalog.Soft;

    /// <summary>A weight a model; equal ones if not given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public double[] Weight { get; set; } = [];

    /// <summary>The rows that stacking is fitted to, and the data set that the ensemble carries; the models' own if not given.</summary>
    [Parameter]
    [ValidateNotNull]
    public Dataset? Dataset { get; set; }

    /// <summary>The seed of everything random.</summary>
    [Parameter]
    public int Seed { get; set; }

    /// <summary>The name of the result.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    private protected override object? Given => Model;

    /// <inheritdoc/>
    private protected override string Expected => "models or the paths of model files";

    /// <inheritdoc/>
    private protected override void Process(Model model) => _models.Add(model);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var options = new JoinOptions
        {
            Voting = Voting,
            Weights = Weight,
            Dataset = Dataset,
            Seed = Seed,
            Name = Name,
        };
        WriteObject(RunWork(monitor => ModelJoiner.Join(_models, options, monitor)));
    }
}
