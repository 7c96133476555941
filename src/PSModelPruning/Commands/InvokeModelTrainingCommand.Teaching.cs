using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Commands;

/// <content>Learning from another model, and training its architecture anew.</content>
public sealed partial class InvokeModelTrainingCommand
{
    private double? _temperature,
        _distillationWeight,
        _matchWeight;

    /// <summary>The network whose architecture is trained from new starting weights.</summary>
    [Parameter(ParameterSetName = LikeSet)]
    [Required(LikeSet)]
    [ValidateNotNull]
    [ShownAs(typeof(NetworkModel))]
    public object? Like { get; set; }

    /// <summary>The model whose predictions are learned beside the data.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateNotNull]
    [ShownAs(typeof(Model))]
    public object? Teacher { get; set; }

    /// <summary>What softens the teacher's probabilities, above 0.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(0.001, 1e6)]
    public double Temperature
    {
        get => _temperature ?? DistillationOptions.NetworkTemperature;
        set => _temperature = value;
    }

    /// <summary>The weight of the teacher's predictions, 0 to 1; the rest is that of the true targets.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(0.0, 1.0)]
    public double DistillationWeight
    {
        get => _distillationWeight ?? DistillationOptions.DefaultWeight;
        set => _distillationWeight = value;
    }

    /// <summary>Layers of the teacher that layers of the student learn to compute: 'teacherLayer=studentLayer'.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MatchLayerCompleter))]
    public string[]? MatchLayer { get; set; }

    /// <summary>The factor of the error between matched layers.</summary>
    [Parameter]
    [ShownIn(TaughtSet)]
    [ValidateRange(double.Epsilon, 1e6)]
    public double MatchWeight
    {
        get => _matchWeight ?? DistillationOptions.DefaultMatchWeight;
        set => _matchWeight = value;
    }

    /// <summary>What was said of the teacher; null without one.</summary>
    private DistillationOptions? MakeDistillation()
    {
        if (OneModel(Teacher) is not { } teacher)
            return OfTeaching() is { } parameter ? throw DistillationErrors.TeacherMissing(parameter) : null;
        if (_matchWeight is not null && MatchLayer is null)
            throw DistillationErrors.MatchWeightAlone();
        return new DistillationOptions
        {
            Teacher = teacher,
            Temperature = _temperature,
            Weight = DistillationWeight,
            Matches = [.. (MatchLayer ?? []).Select(LayerMatch.Parse)],
            MatchWeight = MatchWeight,
        };
    }

    /// <summary>The first parameter that needs a teacher and was given.</summary>
    private string? OfTeaching() =>
        _temperature is not null ? nameof(Temperature)
        : _distillationWeight is not null ? nameof(DistillationWeight)
        : MatchLayer is not null ? nameof(MatchLayer)
        : _matchWeight is not null ? nameof(MatchWeight)
        : null;
}
