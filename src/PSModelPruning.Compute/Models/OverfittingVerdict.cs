using System.Globalization;

namespace PSModelPruning.Compute;

/// <summary>How far a training run learned its training rows by heart.</summary>
public enum OverfittingLevel
{
    /// <summary>It cannot be told: there are no validation rows or no training run.</summary>
    Unknown,

    /// <summary>Training and validation rows are predicted about as well.</summary>
    None,

    /// <summary>Training rows are predicted noticeably better.</summary>
    Slight,

    /// <summary>Training rows are predicted much better, or the validation loss rose while the training loss fell.</summary>
    Strong,
}

/// <summary>Whether a model over-fits, with the numbers that this rests on. Figures that were not measured are NaN.</summary>
public sealed record OverfittingVerdict
{
    // An accuracy (or R²) that is 5 points better on training rows is noticeable, 10 points is much; a validation loss 10 % above its
    // lowest while the training loss went on falling is the textbook's picture of over-fitting, 25 % is far along it.
    private const double SlightGap = 0.05;
    private const double StrongGap = 0.10;
    private const double SlightRise = 0.10;
    private const double StrongRise = 0.25;

    private OverfittingVerdict() { }

    /// <summary>The verdict.</summary>
    public required OverfittingLevel Level { get; init; }

    /// <summary>The epoch with the lowest validation loss.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Epochs that were run after it.</summary>
    public int EpochsSinceBest { get; init; }

    /// <summary>The training loss of the best epoch.</summary>
    public double BestTrainingLoss { get; init; } = double.NaN;

    /// <summary>The validation loss of the best epoch.</summary>
    public double BestValidationLoss { get; init; } = double.NaN;

    /// <summary>The training loss of the last epoch.</summary>
    public double FinalTrainingLoss { get; init; } = double.NaN;

    /// <summary>The validation loss of the last epoch.</summary>
    public double FinalValidationLoss { get; init; } = double.NaN;

    /// <summary>By how much the validation loss of the last epoch lies above the lowest: 0.1 is 10 %.</summary>
    public double ValidationLossRise { get; init; } = double.NaN;

    /// <summary>Accuracy (R² for regression) on training rows less that on validation rows, in the best epoch.</summary>
    public double AccuracyGap { get; init; } = double.NaN;

    /// <summary>The verdict and its reasons, in a sentence.</summary>
    public required string Explanation { get; init; }

    /// <summary>The explanation.</summary>
    public override string ToString() => Explanation;

    /// <summary>The verdict on a run.</summary>
    /// <param name="history">The run.</param>
    /// <param name="task">What was learned, for the words.</param>
    internal static OverfittingVerdict Of(IReadOnlyList<TrainingEpoch> history, LearningTask task)
    {
        TrainingEpoch? best = history.Where(e => double.IsFinite(e.ValidationLoss)).MinBy(e => e.ValidationLoss);
        if (best is null)
        {
            return new OverfittingVerdict
            {
                Level = OverfittingLevel.Unknown,
                Explanation =
                    history.Count == 0
                        ? "Unknown: the model has no training history."
                        : "Unknown: there were no validation rows to compare with.",
            };
        }
        TrainingEpoch last = history[^1];
        double rise = best.ValidationLoss > 0 ? last.ValidationLoss / best.ValidationLoss - 1 : 0;
        double gap = best.TrainingAccuracy - best.ValidationAccuracy;
        bool trainingFell = last.TrainingLoss < best.TrainingLoss;
        OverfittingLevel level =
            gap >= StrongGap || (trainingFell && rise >= StrongRise) ? OverfittingLevel.Strong
            : gap >= SlightGap || (trainingFell && rise >= SlightRise) ? OverfittingLevel.Slight
            : OverfittingLevel.None;
        return new OverfittingVerdict
        {
            Level = level,
            BestEpoch = best.Epoch,
            EpochsSinceBest = last.Epoch - best.Epoch,
            BestTrainingLoss = best.TrainingLoss,
            BestValidationLoss = best.ValidationLoss,
            FinalTrainingLoss = last.TrainingLoss,
            FinalValidationLoss = last.ValidationLoss,
            ValidationLossRise = rise,
            AccuracyGap = gap,
            Explanation = string.Create(
                CultureInfo.InvariantCulture,
                $"{level}: in epoch {best.Epoch}, the best, {(task == LearningTask.Classification ? "accuracy" : "R²")} was "
                    + $"{best.TrainingAccuracy:0.000} on training rows and {best.ValidationAccuracy:0.000} on validation rows; "
                    + $"until epoch {last.Epoch} the training loss went from {best.TrainingLoss:0.0000} to {last.TrainingLoss:0.0000} and "
                    + $"the validation loss from {best.ValidationLoss:0.0000} to {last.ValidationLoss:0.0000}."
            ),
        };
    }
}
