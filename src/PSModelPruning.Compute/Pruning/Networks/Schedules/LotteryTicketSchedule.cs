using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>
/// Looks for a winning ticket: after each step the weights that survive get the values that they had before training, or after its first k
/// epochs, and the network is trained as it was. Frankle, Carbin: "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural
/// Networks", 2019 (k = 0);
/// Frankle, Dziugaite, Roy, Carbin: "Linear Mode Connectivity and the Lottery Ticket Hypothesis", 2020 (k &gt; 0).
/// </summary>
internal sealed class LotteryTicketSchedule : RewindingSchedule
{
    internal override string Name => "LotteryTicket";

    internal override string Description =>
        "As Geometric, but rewinds to the weights of an early epoch and repeats the training each time (Frankle & Carbin 2019)";

    /// <exception cref="ComputeException">Those of the base; <c>RewindNeedsOriginal</c>: the model is not the one that was trained;
    /// <c>RewindNeedsOwnData</c>: its first epochs cannot be repeated.</exception>
    internal override void Check(NetworkPruningSetup run)
    {
        base.Check(run);
        EarlyWeights.Check(run.Model, run.Dataset, run.Options.Network.FirstEpoch);
    }

    protected override void Prepare(ScheduledPruning run)
    {
        if (run.CanRewind)
            return;
        using Graph early = EarlyWeights.Recreate(
            run.Model,
            run.Data,
            run.OriginalTraining,
            run.Options.Network.FirstEpoch,
            FormattableString.Invariant($"{run.Activity}: repeating the first {run.Options.Network.FirstEpoch} epochs"),
            run.Monitor
        );
        run.RewindTo(early);
    }

    protected override void Rewind(ScheduledPruning run) => run.Rewind();
}
