namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>
/// How the learning rate goes over a run: a factor of the learning rate for every step. A pure function of where the run stands, so that a
/// resumed run has the same rates. Listed in <see cref="LearningRateScheduleCatalog"/>.
/// </summary>
internal abstract class LearningRateSchedule
{
    /// <summary>True where the rates depend on how many epochs the run has.</summary>
    internal virtual bool DependsOnLength => true;

    /// <summary>What the learning rate is multiplied with, 0 to 1.</summary>
    internal abstract double Factor(in ScheduleMoment moment);
}

/// <summary>Where a run stands.</summary>
/// <param name="Progress">The part of the steps after the warm-up that is done, 0 to below 1.</param>
/// <param name="EpochProgress">The same, counted in whole epochs: constant within an epoch.</param>
/// <param name="History">The epochs that are done.</param>
internal readonly record struct ScheduleMoment(double Progress, double EpochProgress, IReadOnlyList<TrainingEpoch> History);
