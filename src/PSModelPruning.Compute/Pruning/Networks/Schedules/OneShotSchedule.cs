namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>Everything goes at once, then the network is fine-tuned.</summary>
internal sealed class OneShotSchedule : RoundsSchedule
{
    internal override string Name => "OneShot";

    internal override string Description => "Prunes everything at once, then fine-tunes";

    internal override int MostSteps => 1;

    internal override IReadOnlyList<string> Reads => [.. base.Reads.Except([nameof(NetworkPruningOptions.Steps)])];

    protected override int DefaultSteps(double initial, double final) => 1;

    internal override double Sparsity(double initial, double final, int step, int steps) => step == steps ? final : initial;
}
