namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>The same learning rate throughout.</summary>
internal sealed class ConstantSchedule : LearningRateSchedule
{
    internal override bool DependsOnLength => false;

    internal override double Factor(in ScheduleMoment moment) => 1;
}
