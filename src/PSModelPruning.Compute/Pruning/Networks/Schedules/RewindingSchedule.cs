namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Steps as of <see cref="GeometricSchedule"/>, each followed by the training that the model itself had, from an epoch on: with its
/// optimizer, learning rates, order of rows and early stopping. The variants say what the weights are at its beginning.
/// </summary>
internal abstract class RewindingSchedule : GeometricSchedule
{
    internal override bool NeedsTraining => true;

    internal override bool RepeatsTraining => true;

    internal override IReadOnlyList<string> Reads => [nameof(NetworkPruningOptions.Steps), nameof(NetworkPruningOptions.RewindEpoch)];

    internal override int Epochs(NetworkModel model, PruningOptions options, int usual) =>
        Math.Max(0, (model.TrainingOptions?.Epochs ?? 0) - options.Network.FirstEpoch);

    /// <exception cref="ComputeException"><c>TrainingUnknown</c>: the model does not say how it was trained;
    /// <c>RewindEpochTooLate</c>.</exception>
    internal override void Check(NetworkPruningSetup run)
    {
        if (run.Model.TrainingOptions is not { } training)
            throw PruningErrors.TrainingUnknown(run.Model, Name);
        if (run.Options.Network.FirstEpoch >= training.Epochs)
            throw PruningErrors.RewindEpochTooLate(run.Options.Network.FirstEpoch, training.Epochs);
    }

    /// <summary>Sets the weights that the training of a round begins with.</summary>
    protected virtual void Rewind(ScheduledPruning run) { }

    protected sealed override void Train(ScheduledPruning run, int round, string activity)
    {
        Rewind(run);
        run.Train(run.OriginalTraining, run.Hooks(activity) with { SkippedEpochs = run.Options.Network.FirstEpoch });
    }
}
