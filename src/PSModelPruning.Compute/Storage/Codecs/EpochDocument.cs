namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>An epoch of a training run, or a round of boosting. See <see cref="TrainingEpoch"/>.</summary>
internal sealed record EpochDocument(
    int Epoch,
    double TrainingLoss,
    double TrainingAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds
)
{
    internal static IReadOnlyList<EpochDocument> Of(IReadOnlyList<TrainingEpoch> training) =>
        [
            .. training.Select(epoch => new EpochDocument(
                epoch.Epoch,
                epoch.TrainingLoss,
                epoch.TrainingAccuracy,
                epoch.ValidationLoss,
                epoch.ValidationAccuracy,
                epoch.LearningRate,
                epoch.Seconds
            )),
        ];

    internal TrainingEpoch ToEpoch() =>
        new(Epoch, TrainingLoss, TrainingAccuracy, ValidationLoss, ValidationAccuracy, LearningRate, Seconds);
}
