namespace PSModelPruning.Compute;

/// <summary>One epoch of a training run. Figures that were not measured are NaN.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainingLoss">Mean loss over the training rows, during the epoch.</param>
/// <param name="TrainingAccuracy">Fraction of training rows predicted right during the epoch (R² for regression).</param>
/// <param name="ValidationLoss">Mean loss over the validation rows after the epoch.</param>
/// <param name="ValidationAccuracy">Fraction of validation rows predicted right after the epoch (R² for regression).</param>
/// <param name="LearningRate">The learning rate at the epoch's end.</param>
/// <param name="Seconds">The epoch's duration.</param>
public sealed record TrainingEpoch(
    int Epoch,
    double TrainingLoss,
    double TrainingAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds
);
