namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// How a sparsity is approached: in how many steps, how large, and what is trained between or around them. Drives itself with the tools of
/// a <see cref="ScheduledPruning"/>. Stateless: what a run has to remember belongs to that.
/// </summary>
internal abstract class PruningSchedule
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>The most steps that make sense.</summary>
    internal virtual int MostSteps => int.MaxValue;

    /// <summary>
    /// True where the steps are taken during one fine-tuning; false where each step is followed by a training of its own.
    /// </summary>
    internal virtual bool IsDuringTraining => false;

    /// <summary>True where the schedule makes no sense without training.</summary>
    internal virtual bool NeedsTraining => IsDuringTraining;

    /// <summary>True where the training that the model had is repeated.</summary>
    internal virtual bool RepeatsTraining => false;

    /// <summary>The options about schedules and training that it reads, by name.</summary>
    internal virtual IReadOnlyList<string> Reads =>
        [
            nameof(NetworkPruningOptions.Steps),
            nameof(NetworkPruningOptions.FineTuneEpochs),
            nameof(NetworkPruningOptions.LearningRate),
            nameof(NetworkPruningOptions.BatchSize),
            .. FineTuningObjective.Options,
        ];

    /// <summary>Steps where the user gives no number.</summary>
    /// <param name="initial">The sparsity before the first step.</param>
    /// <param name="final">The sparsity after the last step.</param>
    protected abstract int DefaultSteps(double initial, double final);

    /// <summary>The epochs of training that follow each step, or of the whole run where it prunes during training.</summary>
    /// <param name="model">The model that is pruned.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="usual">The epochs of one fine-tuning where the user gives no number.</param>
    internal virtual int Epochs(NetworkModel model, PruningOptions options, int usual) => options.Network.FineTuneEpochs ?? usual;

    /// <summary>The greatest learning rate where the user gives none: that of Adam, which fine-tunes.</summary>
    internal virtual double DefaultLearningRate => FineTuning.DefaultLearningRate;

    /// <summary>Refuses models, data and options that the schedule cannot work with, beyond a lack of data or of epochs.</summary>
    internal virtual void Check(NetworkPruningSetup run) { }

    /// <summary>The sparsity after a step; the final one after the last.</summary>
    /// <param name="initial">The sparsity before the first step.</param>
    /// <param name="final">The sparsity after the last step.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="steps">How many there are.</param>
    internal abstract double Sparsity(double initial, double final, int step, int steps);

    /// <summary>Prunes (and trains) the run's network in place until its sparsity is reached.</summary>
    internal abstract PrunedNetwork Run(ScheduledPruning run);

    /// <summary>The number of steps: what was asked for, or the default, at most <see cref="MostSteps"/>.</summary>
    /// <param name="asked">Null takes the default.</param>
    /// <param name="initial">The sparsity before the first step.</param>
    /// <param name="final">The sparsity after the last step.</param>
    internal int Steps(int? asked, double initial, double final) => Math.Min(asked ?? DefaultSteps(initial, final), MostSteps);
}
