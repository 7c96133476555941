namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>
/// Half a cosine from the learning rate to 0: (1 + cos(π·progress)) / 2 (Loshchilov and Hutter 2017, equation 5, without restarts).
/// </summary>
internal sealed class CosineSchedule : LearningRateSchedule
{
    internal override double Factor(in ScheduleMoment moment) => (1 + Math.Cos(Math.PI * moment.Progress)) / 2;
}
