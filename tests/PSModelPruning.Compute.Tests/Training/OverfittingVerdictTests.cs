namespace PSModelPruning.Compute.Tests.Training;

public sealed class OverfittingVerdictTests
{
    private static TrainingEpoch Epoch(
        int epoch,
        double trainingLoss,
        double trainingAccuracy,
        double validationLoss,
        double validationAccuracy
    ) => new(epoch, trainingLoss, trainingAccuracy, validationLoss, validationAccuracy, 0.001, 1);

    [Fact]
    public void A_rising_validation_loss_under_a_falling_training_loss_is_strong()
    {
        OverfittingVerdict verdict = OverfittingVerdict.Of(
            [Epoch(1, 1, 0.6, 1, 0.6), Epoch(2, 0.5, 0.8, 0.6, 0.79), Epoch(3, 0.1, 0.99, 0.9, 0.78)],
            LearningTask.Classification
        );

        Assert.Equal(OverfittingLevel.Strong, verdict.Level);
        Assert.Equal(2, verdict.BestEpoch);
        Assert.Equal(1, verdict.EpochsSinceBest);
        Assert.Equal(0.5, verdict.ValidationLossRise, 1e-12);
        Assert.Equal(0.01, verdict.AccuracyGap, 1e-12);
        Assert.Contains("0.9000", verdict.Explanation);
    }

    [Fact]
    public void Curves_that_fall_together_are_none() =>
        Assert.Equal(
            OverfittingLevel.None,
            OverfittingVerdict.Of([Epoch(1, 1, 0.6, 1, 0.6), Epoch(2, 0.5, 0.8, 0.55, 0.79)], LearningTask.Classification).Level
        );

    [Fact]
    public void A_gap_of_six_points_is_slight() =>
        Assert.Equal(OverfittingLevel.Slight, OverfittingVerdict.Of([Epoch(1, 0.4, 0.86, 0.6, 0.80)], LearningTask.Classification).Level);

    [Fact]
    public void Without_validation_rows_it_is_unknown()
    {
        Assert.Equal(
            OverfittingLevel.Unknown,
            OverfittingVerdict.Of([Epoch(1, 0.4, 0.9, double.NaN, double.NaN)], LearningTask.Classification).Level
        );
        Assert.Equal(OverfittingLevel.Unknown, OverfittingVerdict.Of([], LearningTask.Classification).Level);
    }
}
