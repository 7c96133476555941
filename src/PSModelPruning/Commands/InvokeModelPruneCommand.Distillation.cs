using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Commands;

/// <content>Fine-tuning that learns from a teacher.</content>
public sealed partial class InvokeModelPruneCommand
{
    /// <summary>The weight of the teacher's predictions in fine-tuning, above 0 to 1; the rest is that of the true targets.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(double.Epsilon, 1.0)]
    public double DistillationWeight { get; set; } = DistillationOptions.DefaultWeight;

    /// <summary>What softens the teacher's probabilities, above 0.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateRange(0.001, 1e6)]
    public double Temperature { get; set; } = DistillationOptions.NetworkTemperature;

    /// <summary>The model that fine-tuning learns from; the unpruned model itself if not given.</summary>
    [Parameter(ParameterSetName = WeightsSet)]
    [ValidateNotNull]
    public Model? Teacher { get; set; }

    private PruningDistillation MakeDistillation() =>
        new()
        {
            Teacher = Teacher,
            Temperature = Given(nameof(Temperature)) ? Temperature : null,
            DistillationWeight = Given(nameof(DistillationWeight)) ? DistillationWeight : null,
        };
}
