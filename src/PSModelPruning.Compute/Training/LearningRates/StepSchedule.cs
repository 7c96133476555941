namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>A tenth of the learning rate after half of the epochs and a hundredth after three quarters (He et al. 2016).</summary>
internal sealed class StepSchedule : LearningRateSchedule
{
    internal override double Factor(in ScheduleMoment moment) =>
        moment.EpochProgress switch
        {
            < 0.5 => 1,
            < 0.75 => 0.1,
            _ => 0.01,
        };
}
