using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// What further training of a model minimizes: what the model was trained to minimize (its loss, class weights, label smoothing and
/// penalties of weights), unless something else was asked for. Criteria that look at the loss look at the same one.
/// </summary>
internal static class FineTuningObjective
{
    /// <summary>The options of pruning that say what is minimized, by name.</summary>
    internal static IReadOnlyList<string> Options { get; } =
    [
        nameof(NetworkPruningOptions.Loss),
        nameof(NetworkPruningOptions.ClassWeight),
        nameof(NetworkPruningOptions.LabelSmoothing),
        nameof(NetworkPruningOptions.WeightDecay),
    ];

    /// <summary>The options with the objective of a model.</summary>
    /// <param name="options">How is trained: epochs, batches, learning rate.</param>
    /// <param name="model">The model; one that does not know how it was trained takes the loss of its task.</param>
    /// <param name="training">The rows that are learned from, which balanced classes are counted in.</param>
    /// <param name="choices">What was asked for instead.</param>
    internal static TrainingOptions For(TrainingOptions options, NetworkModel model, Partition training, NetworkPruningOptions choices)
    {
        TrainingOptions own = model.TrainingOptions ?? new TrainingOptions();
        return options with
        {
            Loss = choices.Loss ?? own.Loss,
            LabelSmoothing = choices.LabelSmoothing ?? own.LabelSmoothing,
            ClassWeights = choices.ClassWeight is { } weights ? [.. weights.Weights(training, model.Classes)] : own.ClassWeights,
            WeightDecay = choices.WeightDecay ?? own.WeightDecay,
            L1 = own.L1,
            GradientClip = own.GradientClip,
            // Decay that is apart from the gradient is of another size than decay within it.
            Optimizer = OptimizerCatalog.DecouplesDecay(own.Optimizer) ? own.Optimizer : options.Optimizer,
        };
    }

    /// <summary>The objective alone: what criteria differentiate.</summary>
    internal static TrainingOptions For(NetworkModel model, Partition training, NetworkPruningOptions choices) =>
        For(new TrainingOptions(), model, training, choices);
}
