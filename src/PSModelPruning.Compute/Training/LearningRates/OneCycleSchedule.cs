namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>
/// Rises along half a cosine from 1/25 of the learning rate to all of it in the first 30 % of the run, then falls along another to
/// 1/250,000 (Smith and Topin 2018, in the form that became usual).
/// </summary>
internal sealed class OneCycleSchedule : LearningRateSchedule
{
    private const double RisingPart = 0.3;
    private const double Start = 1.0 / 25;
    private const double End = Start / 1e4;

    internal override double Factor(in ScheduleMoment moment) =>
        moment.Progress < RisingPart
            ? Between(Start, 1, moment.Progress / RisingPart)
            : Between(1, End, (moment.Progress - RisingPart) / (1 - RisingPart));

    private static double Between(double from, double to, double part) => to + (from - to) * (1 + Math.Cos(Math.PI * part)) / 2;
}
