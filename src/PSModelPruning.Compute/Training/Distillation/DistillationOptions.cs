namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// How a teacher's predictions take part in the training of a network (Hinton, Vinyals and Dean 2015). What is minimized for classes is
/// <c>w · T² · KL(teacher‖student, both at temperature T) + (1 − w) · loss of the true classes</c>; for numbers
/// <c>w · squared error to the teacher's prediction + (1 − w) · loss of the true numbers</c>, in learned units.
/// </summary>
internal sealed record DistillationOptions
{
    /// <summary>Where no temperature was given and the teacher is a network, whose probabilities are near 0 and 1.</summary>
    internal const double NetworkTemperature = 4;

    /// <summary>Where no temperature was given and the teacher is of another family: fractions of votes are soft as they are.</summary>
    internal const double OtherTemperature = 1;

    /// <summary>Where no weight was given.</summary>
    internal const double DefaultWeight = 0.5;

    /// <summary>The factor of the error between matched layers where none was given.</summary>
    internal const double DefaultMatchWeight = 1;

    /// <summary>Below it float32 cannot hold logits that were divided by it.</summary>
    internal const double LeastTemperature = 0.001;

    /// <summary>A trained model of any family.</summary>
    public required Model Teacher { get; init; }

    /// <summary>
    /// What logits are divided by before the softmax, 0.001 or more: the higher, the more the small probabilities count. Null takes
    /// <see cref="NetworkTemperature"/> or <see cref="OtherTemperature"/>; numbers have none.
    /// </summary>
    public double? Temperature { get; init; }

    /// <summary>The weight w of the teacher's predictions, 0 to 1.</summary>
    public double Weight { get; init; } = DefaultWeight;

    /// <summary>Layers of the student that learn to compute what layers of the teacher do; for teachers that are networks.</summary>
    public IReadOnlyList<LayerMatch> Matches { get; init; } = [];

    /// <summary>The factor of the squared error between matched layers, in units of the teacher's mean square.</summary>
    public double MatchWeight { get; init; } = DefaultMatchWeight;

    /// <summary>The temperature that is used.</summary>
    internal double EffectiveTemperature => Temperature ?? (Teacher is NetworkModel ? NetworkTemperature : OtherTemperature);
}
