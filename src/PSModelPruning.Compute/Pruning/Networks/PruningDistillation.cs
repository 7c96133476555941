using PSModelPruning.Compute.Runtime.Options;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>How fine-tuning learns from a teacher: the unpruned model itself, unless another is named.</summary>
internal sealed record PruningDistillation
{
    /// <summary>The teacher; null for the model that is pruned.</summary>
    [Option("The model that fine-tuning learns from.")]
    public Model? Teacher { get; init; }

    /// <summary>See <see cref="DistillationOptions.Temperature"/>.</summary>
    [Option("The number that softens the probabilities of the teacher.")]
    [OptionRange(0.001, 1e6)]
    public double? Temperature { get; init; }

    /// <summary>See <see cref="DistillationOptions.Weight"/>; null is <see cref="DistillationOptions.DefaultWeight"/>.</summary>
    [Option("The weight of the teacher's predictions in fine-tuning.")]
    [OptionRange(0, 1, IsAbove = true)]
    public double? DistillationWeight { get; init; }

    /// <summary>True where fine-tuning learns from a teacher.</summary>
    internal bool IsWanted => Teacher is not null || DistillationWeight is not null;

    /// <summary>The options of fine-tuning a pruned copy of a model; null where nobody teaches.</summary>
    internal DistillationOptions? For(Model parent) =>
        IsWanted
            ? new()
            {
                Teacher = Teacher ?? parent,
                Temperature = Temperature,
                Weight = DistillationWeight ?? DistillationOptions.DefaultWeight,
            }
            : null;
}
