namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// After each step the weights are kept and the original training is repeated from epoch k on: its learning rates come again, high ones
/// first. A schedule that looks at what has happened (Plateau) begins anew. Renda, Frankle, Carbin: "Comparing Rewinding and Fine-tuning in
/// Neural Network Pruning", 2020.
/// </summary>
internal sealed class LearningRateRewindingSchedule : RewindingSchedule
{
    internal override string Name => "LearningRateRewinding";

    internal override string Description =>
        "As Geometric, but keeps the weights and repeats the training from an early epoch on (Renda et al. 2020)";
}
