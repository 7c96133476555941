namespace PSModelPruning.Compute.Training.LearningRates;

/// <summary>
/// Halves the learning rate whenever three epochs in a row have not lowered the validation loss (the training loss where there are no
/// validation rows) by at least 0.01 %.
/// </summary>
internal sealed class PlateauSchedule : LearningRateSchedule
{
    private const int Patience = 3;
    private const double Reduction = 0.5;
    private const double RelativeThreshold = 1e-4;

    internal override bool DependsOnLength => false;

    internal override double Factor(in ScheduleMoment moment)
    {
        double factor = 1,
            best = double.PositiveInfinity;
        int waited = 0;
        foreach (TrainingEpoch epoch in moment.History)
        {
            double loss = double.IsNaN(epoch.ValidationLoss) ? epoch.TrainingLoss : epoch.ValidationLoss;
            if (loss < best * (1 - RelativeThreshold))
            {
                best = loss;
                waited = 0;
            }
            else if (++waited == Patience)
            {
                factor *= Reduction;
                waited = 0;
            }
        }
        return factor;
    }
}
