using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Commands;

/// <content>Learning from another model, and training its architecture anew.</content>
public sealed partial class InvokeModelTrainingCommand
{
    private static readonly string[] OfTeaching =
    [
        nameof(Temperature),
        nameof(DistillationWeight),
        nameof(MatchLayer),
        nameof(MatchWeight),
    ];

    /// <summary>The network whose architecture is trained from new starting weights.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LikeSet)]
    [ValidateNotNull]
    public Model Like { get; set; } = null!;

    /// <summary>The model whose predictions are learned beside the data.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateNotNull]
    public Model? Teacher { get; set; }

    /// <summary>What softens the teacher's probabilities, above 0.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(0.001, 1e6)]
    public double Temperature { get; set; } = DistillationOptions.NetworkTemperature;

    /// <summary>The weight of the teacher's predictions, 0 to 1; the rest is that of the true targets.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(0.0, 1.0)]
    public double DistillationWeight { get; set; } = DistillationOptions.DefaultWeight;

    /// <summary>Layers of the teacher that layers of the student learn to compute: 'teacherLayer=studentLayer'.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MatchLayerCompleter))]
    public string[] MatchLayer { get; set; } = [];

    /// <summary>The factor of the error between matched layers.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(double.Epsilon, 1e6)]
    public double MatchWeight { get; set; } = 1;

    /// <summary>With -Like, the kind follows from the model and the data set may be its own.</summary>
    private void TakeLike()
    {
        NetworkModel like = LikeModel.Require(Like);
        if (Given(nameof(Kind)) && !Kind.Equals(like.Kind, StringComparison.OrdinalIgnoreCase))
            throw TrainingErrors.LikeAndLayers(nameof(Kind));
        Kind = like.Kind;
        Dataset = LikeModel.Dataset(like, Dataset);
    }

    private DistillationOptions? MakeDistillation()
    {
        if (Teacher is null)
            return OfTeaching.FirstOrDefault(Given) is { } parameter ? throw DistillationErrors.TeacherMissing(parameter) : null;
        if (Given(nameof(MatchWeight)) && MatchLayer.Length == 0)
            throw DistillationErrors.MatchWeightAlone();
        return new DistillationOptions
        {
            Teacher = Teacher,
            Temperature = Given(nameof(Temperature)) ? Temperature : null,
            Weight = DistillationWeight,
            Matches = [.. MatchLayer.Select(LayerMatch.Parse)],
            MatchWeight = MatchWeight,
        };
    }
}
