namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Many small steps during one fine-tuning, large ones first: s(t) = s_f + (s_i − s_f)·(1 − t)³ with t the part of the steps done.
/// Zhu, Gupta: "To prune, or not to prune", 2017, equation 1. The steps lie evenly in the first half of the fine-tuning (after the
/// first eighth for a criterion that watches it); in the rest, while the learning rate is still worth something, the network recovers.
/// </summary>
internal sealed class GradualSchedule : InTrainingSchedule
{
    private const double PrunedPart = 0.5;

    internal override string Name => "Gradual";

    internal override string Description => "Prunes during fine-tuning, in smaller and smaller steps (cubic; Zhu & Gupta 2017)";

    protected override int EpochFactor => 4;

    // The same course as Cubic, written so that a fraction of weights that lies between two counts rounds as it always has.
    internal override double Sparsity(double initial, double final, int step, int steps) =>
        step == steps ? final : initial + (final - initial) * (1 - Math.Pow(1 - (double)step / steps, 3));

    internal override PrunedNetwork Run(ScheduledPruning run)
    {
        double start = run.WatchesTraining ? 0.125 : 0;
        int steps = Steps(run.Options.Network.Steps, run.Initial, run.Final);
        void Advance(double progress)
        {
            int due = progress < start ? 0 : Math.Min(steps, 1 + (int)((progress - start) / (PrunedPart - start) * steps));
            if (run.Rounds.Count > 0 && due <= run.Rounds[^1].Round || due == 0)
                return;
            run.PruneTo(Sparsity(run.Initial, run.Final, due, steps));
            double score = run.Score();
            run.Add(new PruningRound(due, run.Reached, score, score), steps);
        }
        Advance(0);
        run.FineTune(1, FormattableString.Invariant($"{run.Activity}, gradually to {run.Final:P1}"), (step, of) =>
            Advance((double)step / of)
        );
        run.Shrink();
        run.EstimateStatistics();
        run.Tuned(run.Score());
        return run.Outcome();
    }
}
