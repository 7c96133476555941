using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Training;

/// <summary>How many threads a run uses where the user did not say.</summary>
internal static class ThreadPlan
{
    // Threads that share a batch wait for one another some hundred times a step. Below this many multiply-accumulates a batch, waiting
    // costs more than sharing gains: a digits network trains faster on one thread, and many times faster on a busy machine.
    private const double FewestMultiplyAccumulates = 10e6;

    /// <summary>
    /// 1 for a network so small that threads would hinder one another; 0, which leaves the process's setting, for others.
    /// </summary>
    internal static int For(Graph graph, TrainingOptions options) =>
        options.Threads > 0 ? options.Threads
        : (double)graph.MultiplyAccumulates() * options.BatchSize < FewestMultiplyAccumulates ? 1
        : 0;
}
