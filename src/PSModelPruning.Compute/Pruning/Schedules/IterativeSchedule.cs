namespace PSModelPruning.Compute.Pruning.Schedules;

/// <summary>
/// Equal steps, each followed by fine-tuning, after which the weights are scored anew.
/// Han, Pool, Tran, Dally: "Learning both Weights and Connections for Efficient Neural Networks", 2015.
/// </summary>
internal sealed class IterativeSchedule : PruningSchedule
{
    internal override string Name => "Iterative";

    internal override string Description => "Prunes in equal steps and fine-tunes after each (Han et al. 2015)";

    internal override int DefaultSteps => 4;

    internal override double Reached(double progress) => progress;
}
