using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Schedules.Surgery;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Cuts and splices during one training: the network is run with W⊙T, all of W goes on learning, and the masks T are set anew by two
/// thresholds a layer with the probability σ(i) = (1 + γ·i)⁻¹ at update i, so that what was cut wrongly comes back. After three quarters of
/// the training the masks stay, and the network converges.
/// Guo, Yao, Chen: "Dynamic Network Surgery for Efficient DNNs", 2016, equations 2 and 3, algorithm 1.
/// </summary>
/// <remarks>
/// The paper's thresholds are multiples of the layer's mean and deviation that are found by hand. Here they follow from the target: at
/// every step they are set to where just the fraction of that step is masked; the fraction rises as (1 − t)³ falls over two thirds of the
/// steps and is the target's in the rest, and the last step, after which nothing is cut or spliced, leaves exactly the target. Layers
/// compete by LAMP's measure, or each loses the same fraction with
/// Scope Layer.
/// </remarks>
internal sealed class DynamicSurgerySchedule : InTrainingSchedule
{
    /// <summary>The part of the training in which masks change, and the part of the steps in which the sparsity rises.</summary>
    private const double ChangingPart = 0.75,
        RisingPart = 2.0 / 3;

    /// <summary>γ times the updates in which masks change: the probability falls to a third.</summary>
    private const double Fall = 2;

    internal override string Name => "DynamicSurgery";

    internal override string Description =>
        "Cuts weights during training, and restores weights that grow again (Guo et al. 2016); for granularity Element";

    protected override int EpochFactor => 5;

    internal override double Sparsity(double initial, double final, int step, int steps) =>
        step == steps ? final : Cubic(initial, final, step / (RisingPart * steps));

    internal override void Check(NetworkPruningSetup run)
    {
        if (!run.Granularity.TakesSingleWeights)
            throw ScheduleErrors.NotForGranularity(
                Name,
                run.Granularity.Name,
                run.Options.Variants.GranularitiesWhere(granularity => granularity.TakesSingleWeights)
            );
        if (!run.Criterion.ScoresBySize)
            throw ScheduleErrors.NotForMethod(Name, run.Criterion.Name, "it compares |w| with two thresholds");
    }

    internal override PrunedNetwork Run(ScheduledPruning run)
    {
        int steps = Steps(run.Options.Network.Steps, run.Initial, run.Final);
        using var masks = new SurgeryMasks(run.ElementWeights());
        var scores = new SurgeryScores(masks);
        bool isSettled = run.Rounds.Count > 0 && run.Rounds[^1].Round == steps;
        void TakeStep(int step)
        {
            masks.Set(() => run.PruneTo(Sparsity(run.Initial, run.Final, step, steps), scores));
            if (step == steps)
            {
                masks.Settle();
                isSettled = true;
            }
            (double reached, double score) = Measure(run, masks);
            run.Add(new PruningRound(step, reached, score, score), steps);
        }
        void Advance(long done, long of)
        {
            if (isSettled)
                return;
            double progress = done / (ChangingPart * of);
            int due = Math.Min(steps, (int)(progress * steps));
            if (due > (run.Rounds.Count == 0 ? 0 : run.Rounds[^1].Round))
                TakeStep(due);
            else if (RunSeed.Chance(run.Options.Seed, done) < 1 / (1 + Fall * progress))
                masks.Update();
        }
        run.Train(
            // What was cut may grow again: the last weights count.
            run.FineTuneOptions(1) with
            {
                Patience = 0,
            },
            run.Hooks(FormattableString.Invariant($"{run.Activity}, surgery to {run.Final:P1}")) with
            {
                AfterStep = Advance,
                EffectiveWeights = masks,
            }
        );
        run.Shrink();
        run.EstimateStatistics();
        run.Tuned(run.Score());
        return run.Outcome();
    }

    /// <summary>What the network is that the training runs now: its sparsity and its score.</summary>
    private static (double Sparsity, double Score) Measure(ScheduledPruning run, SurgeryMasks masks)
    {
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        GraphParameter[] weights = [.. run.ElementWeights()];
        TorchSharp.torch.Tensor[] real = [.. weights.Select(weight => weight.Value.detach().clone())];
        masks.Apply(run.Graph);
        (double, double) measured = (run.Reached, run.Score());
        for (int i = 0; i < weights.Length; i++)
            weights[i].Value.copy_(real[i]);
        return measured;
    }
}
