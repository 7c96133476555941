namespace PSModelPruning.Compute.Training.Schedules;

/// <summary>The same learning rate throughout.</summary>
internal sealed class ConstantSchedule : LearningRateSchedule
{
    internal override bool DependsOnLength => false;

    internal override double Factor(in ScheduleMoment moment) => 1;
}
