namespace PSModelPruning.Compute.Pruning.Schedules;

/// <summary>Everything goes at once, then the network is fine-tuned.</summary>
internal sealed class OneShotSchedule : PruningSchedule
{
    internal override string Name => "OneShot";

    internal override string Description => "Prunes everything at once, then fine-tunes";

    internal override int DefaultSteps => 1;

    internal override int MostSteps => 1;

    internal override double Reached(double progress) => progress >= 1 ? 1 : 0;
}
