using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>Fits networks: the one entry for training, fine-tuning and gradual pruning.</summary>
internal static class NetworkTrainer
{
    /// <summary>
    /// Fits a graph in place. Masks of its parameters are applied after every step, so pruned elements stay exact zeros. The same graph,
    /// data, options and thread count give the same weights, bit for bit, whatever else the process trains at the same time.
    /// </summary>
    /// <param name="graph">The graph; its parameters hold the initial weights, and the fitted ones afterwards (also after an error, as far
    /// as it came).</param>
    /// <param name="data">What it is fitted to.</param>
    /// <param name="options">How.</param>
    /// <param name="monitor">Progress, decisions and cancellation, which is looked at every batch.</param>
    /// <param name="hooks">What the caller does between steps.</param>
    /// <returns>An entry an epoch.</returns>
    /// <exception cref="ComputeException"><c>TrainingDiverged</c>, or what was asked for cannot be done with this data or
    /// network.</exception>
    /// <exception cref="OperationCanceledException">The monitor's token was cancelled.</exception>
    internal static IReadOnlyList<TrainingEpoch> Train(
        Graph graph,
        TrainingData data,
        TrainingOptions options,
        IWorkMonitor monitor,
        TrainingHooks? hooks = null
    )
    {
        TrainingRules.Check(graph, data, options);
        return ThreadLimit.Run(
            options.Threads,
            () =>
                QuietTime.OfProcess.Work(() =>
                {
                    using var run = new TrainingRun(graph, data, options, monitor, hooks ?? new TrainingHooks());
                    return run.Execute();
                }),
            ThreadPlan.For(graph, options)
        );
    }
}
