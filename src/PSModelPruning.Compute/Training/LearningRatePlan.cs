using PSModelPruning.Compute.Training.LearningRates;

namespace PSModelPruning.Compute.Training;

/// <summary>The learning rate of every step of a run: a linear warm-up, then the schedule.</summary>
internal sealed class LearningRatePlan
{
    private readonly LearningRateSchedule _schedule;
    private readonly double _learningRate;
    private readonly int _epochs;
    private readonly long _stepsPerEpoch;
    private readonly double _warmupSteps;

    internal LearningRatePlan(TrainingOptions options, long stepsPerEpoch)
    {
        _schedule = LearningRateScheduleCatalog.Get(options.Schedule);
        _learningRate = options.LearningRate;
        _epochs = options.Epochs;
        _stepsPerEpoch = stepsPerEpoch;
        _warmupSteps = options.WarmupEpochs * stepsPerEpoch;
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">Counted from 0 over the whole run.</param>
    /// <param name="history">The epochs that are done.</param>
    internal double At(long step, IReadOnlyList<TrainingEpoch> history)
    {
        if (step + 1 < _warmupSteps)
            return _learningRate * (step + 1) / _warmupSteps;
        double total = Math.Max(1, (double)_epochs * _stepsPerEpoch - _warmupSteps);
        double progress = Math.Clamp((step - _warmupSteps) / total, 0, 1);
        double epochProgress = Math.Clamp((step / _stepsPerEpoch * _stepsPerEpoch - _warmupSteps) / total, 0, 1);
        return _learningRate * _schedule.Factor(new ScheduleMoment(progress, epochProgress, history));
    }
}
