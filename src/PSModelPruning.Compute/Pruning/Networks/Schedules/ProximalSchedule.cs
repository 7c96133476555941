using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;
using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Proximal stochastic gradient descent ("SGD pruning"): after every gradient step the proximal operator of a penalty, which makes zeros, w
/// ← prox(w − η∇L, ηλ): the L1 norm for single weights, the group lasso for channels and neurons. Three fifths of the epochs shrink; then
/// what is zero is taken out, and the rest fine-tunes without a penalty.
/// Duchi, Singer: "Efficient Online and Batch Learning Using Forward Backward Splitting", 2009.
/// </summary>
/// <remarks>
/// λ begins where it would shrink the target's quantile of the weights to zero in all updates together if there were no gradient (or at
/// Penalty), and is adapted Steps
/// times: for weights so that the sparsity follows s(t) = s_f + (s_i − s_f)·(1 − t)³ (<see cref="FollowingControl"/>), for units so that
/// the target is reached in time (<see cref="DeadlineControl"/>); both within four fifths of the shrinking. The last step takes the
/// threshold at which exactly the asked fraction is zero.
/// </remarks>
internal sealed class ProximalSchedule : InTrainingSchedule
{
    /// <summary>The part of the epochs that shrinks, and the part of its steps over which the sparsity rises.</summary>
    private const double ShrinkingPart = 0.6,
        RisingPart = 0.8;

    /// <summary>Steps that are reported, with the score.</summary>
    private const int Reports = 8;

    internal override string Name => "Proximal";

    internal override string Description =>
        "Shrinks weights or channels to zero while training by SGD: L1 or group lasso (Duchi & Singer 2009; Wen et al. 2016)";

    internal override IReadOnlyList<string> Reads => [.. base.Reads, nameof(NetworkPruningOptions.Penalty)];

    /// <summary>That of SGD, which shrinks.</summary>
    internal override double DefaultLearningRate => OptimizerCatalog.DefaultLearningRate("SGD");

    protected override int EpochFactor => 4;

    protected override int DefaultSteps(double initial, double final) => 100;

    internal override double Sparsity(double initial, double final, int step, int steps) => Wanted(initial, final, (double)step / steps);

    internal override void Check(NetworkPruningSetup run)
    {
        if (!HasPenalty(run.Granularity))
            throw ScheduleErrors.NotForGranularity(Name, run.Granularity.Name, run.Options.Variants.GranularitiesWhere(HasPenalty));
        if (run.Options.Checkpoint.CheckpointPath is not null)
            throw ScheduleErrors.CheckpointNotForSchedule(Name);
        if (!run.Criterion.ScoresBySize)
            throw ScheduleErrors.NotForMethod(Name, run.Criterion.Name, "a penalty decides what becomes zero");
    }

    internal override PrunedNetwork Run(ScheduledPruning run)
    {
        int shrinking = Math.Max(1, (int)Math.Round(run.FineTuneEpochs * ShrinkingPart)),
            steps = Steps(run.Options.Network.Steps, run.Initial, run.Final);
        using (
            ProximalPenalty penalty = run.TakesSingleWeights
                ? new ElementPenalty(run.ElementWeights())
                : new GroupPenalty(run.Graph, run.Units())
        )
        {
            if (run.Final > run.Initial)
                Shrink(run, penalty, shrinking, steps);
            run.PruneTo(run.Final, penalty.Criterion);
        }
        run.Shrink();
        run.EstimateStatistics();
        double pruned = run.Score();
        if (run.FineTuneEpochs > shrinking)
        {
            run.FineTune(2, FormattableString.Invariant($"{run.Activity}: {run.Reached:P1} gone"), epochs: run.FineTuneEpochs - shrinking);
            run.EstimateStatistics();
        }
        run.Add(new PruningRound(run.Rounds.Count + 1, run.Reached, pruned, run.Score()), run.Rounds.Count + 1);
        return run.Outcome();
    }

    private static bool HasPenalty(PruningGranularity granularity) => granularity.TakesSingleWeights || granularity.TakesSingleUnits;

    private void Shrink(ScheduledPruning run, ProximalPenalty penalty, int epochs, int steps)
    {
        TrainingOptions options = run.FineTuneOptions(1) with
        {
            Epochs = epochs,
            Optimizer = "SGD",
            Schedule = "Constant",
            // Weights of an epoch before the last have not shrunk enough.
            Patience = 0,
            LearningRate = run.Options.Network.LearningRate ?? DefaultLearningRate,
        };
        long updates = run.Updates(epochs);
        double left = 1 - run.Initial;
        double fraction = (run.Final - run.Initial) / left;
        PenaltyControl control = penalty.Control(fraction, options.LearningRate, updates, run.Options.Network.Penalty);
        control.Observe(run.Initial, run.Initial, (long)(RisingPart * updates));
        int adapted = 0;
        run.Train(
            options,
            run.Hooks(FormattableString.Invariant($"{run.Activity}, shrinking to {run.Final:P1}")) with
            {
                AfterUpdate = rate => penalty.Apply(rate * control.Strength),
                AfterStep = (done, of) =>
                {
                    int due = (int)((double)done / of * steps);
                    if (due <= adapted)
                        return;
                    double reached = run.Initial + left * penalty.Zero();
                    control.Observe(reached, Wanted(run.Initial, run.Final, (double)done / of), (long)(RisingPart * of) - done);
                    if (due * Reports / steps > adapted * Reports / steps)
                    {
                        double score = run.Score();
                        run.Add(new PruningRound(run.Rounds.Count + 1, reached, score, score), Reports + 1);
                        run.Monitor.Verbose($"The strength of the penalty is now {control.Strength:G3}.");
                    }
                    adapted = due;
                },
            }
        );
        penalty.PutBack();
    }

    private static double Wanted(double initial, double final, double progress) => Cubic(initial, final, progress / RisingPart);
}
