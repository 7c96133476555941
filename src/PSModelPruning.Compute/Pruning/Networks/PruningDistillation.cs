using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>How fine-tuning learns from a teacher: the unpruned model itself, unless another is named.</summary>
internal sealed record PruningDistillation
{
    /// <summary>The teacher; null for the model that is pruned.</summary>
    public Model? Teacher { get; init; }

    /// <summary>See <see cref="DistillationOptions.Temperature"/>.</summary>
    public double? Temperature { get; init; }

    /// <summary>See <see cref="DistillationOptions.Weight"/>.</summary>
    public double Weight { get; init; } = DistillationOptions.DefaultWeight;

    /// <summary>The options of fine-tuning a pruned copy of a model.</summary>
    internal DistillationOptions For(Model parent) =>
        new()
        {
            Teacher = Teacher ?? parent,
            Temperature = Temperature,
            Weight = Weight,
        };
}
