namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// A schedule of rounds: score, prune, train. Its variants say how far each round goes and how the network is trained then.
/// </summary>
internal abstract class RoundsSchedule : PruningSchedule
{
    /// <summary>The most rounds towards a threshold where no number is given.</summary>
    private const int MostRounds = 100;

    internal sealed override PrunedNetwork Run(ScheduledPruning run)
    {
        Prepare(run);
        return run.Threshold is { } threshold ? RunToThreshold(run, threshold) : RunToSparsity(run);
    }

    /// <summary>What is to be done before the first round.</summary>
    protected virtual void Prepare(ScheduledPruning run) { }

    /// <summary>Trains the pruned network of a round.</summary>
    /// <param name="run">The run.</param>
    /// <param name="round">Counted from 1.</param>
    /// <param name="activity">What progress calls it.</param>
    protected virtual void Train(ScheduledPruning run, int round, string activity) => run.FineTune(round, activity);

    private PrunedNetwork RunToSparsity(ScheduledPruning run)
    {
        int steps = Steps(run.Options.Network.Steps, run.Initial, run.Final);
        for (int step = 1; step <= steps; step++)
        {
            int number = step;
            run.Round(
                step,
                steps,
                () => run.PruneTo(Sparsity(run.Initial, run.Final, number, steps)),
                () =>
                {
                    Train(run, number, FormattableString.Invariant($"{run.Activity}: step {number} of {steps}, {run.Reached:P1} gone"));
                    if (number == steps)
                        run.EstimateStatistics();
                }
            );
        }
        return run.Outcome();
    }

    /// <summary>Takes out what scores below the threshold, trains, scores anew, until nothing does or the sparsity is reached.</summary>
    private PrunedNetwork RunToThreshold(ScheduledPruning run, double threshold)
    {
        int limit = Math.Min(MostSteps, run.Options.Network.Steps ?? MostRounds);
        for (int round = 1; round <= limit; round++)
        {
            int number = round;
            bool isPruned = run.Round(
                round,
                limit,
                () => run.PruneTo(run.Final),
                () =>
                {
                    Train(run, number, FormattableString.Invariant($"{run.Activity}: round {number}, {run.Reached:P1} gone"));
                    run.EstimateStatistics();
                }
            );
            if (isPruned)
                continue;
            ComputeMessage why =
                run.Reached < run.Final - 1e-9 ? (ComputeMessage)$"no score is below {threshold}" : "the maximum was removed";
            run.Monitor.Verbose($"Round {round}: {why}.");
            break;
        }
        return run.Outcome();
    }
}
