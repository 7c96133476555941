namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>Falls by the same factor every step, to a hundredth at the end: 0.01^progress.</summary>
internal sealed class ExponentialSchedule : LearningRateSchedule
{
    internal override double Factor(in ScheduleMoment moment) => Math.Pow(0.01, moment.Progress);
}
