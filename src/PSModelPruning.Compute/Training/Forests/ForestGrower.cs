using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Forests;

/// <summary>
/// Grows the trees of a forest (Breiman 2001), several at a time. Each tree follows from its own seed, so that the forest does not depend
/// on the number of threads.
/// </summary>
internal static class ForestGrower
{
    /// <summary>Grows the trees.</summary>
    /// <param name="dataset">What is learned from.</param>
    /// <param name="options">How, with a criterion, rule for inputs and bins that were resolved.</param>
    /// <param name="activity">What progress is reported as.</param>
    /// <param name="monitor">Receives progress; asked whether to stop.</param>
    internal static DecisionTree[] Grow(Dataset dataset, ForestOptions options, string activity, IWorkMonitor monitor)
    {
        float[]? classWeights = TreeTraining.RowWeights(dataset, options.Tree);
        TreeTarget target = TreeTarget.Of(dataset);
        TrainingColumns columns = TrainingColumns.Of(dataset.Training, options.Tree.MaxBins, options.Tree.Threads);
        // Each tree has one thread: that is where there is work for all.
        TreeOptions each = options.Tree with { Threads = 1 };
        var trees = new DecisionTree[options.TreeCount];
        var clock = Stopwatch.StartNew();
        int done = 0;
        object gate = new();
        CoreLoop.Run(
            trees.Length,
            () => new Worker(new TreeGrower(columns, each, options.RandomThresholds), dataset.TrainingRows),
            (index, worker) =>
            {
                trees[index] = Grow(worker, target, classWeights, options, index, dataset.Copies, monitor.Cancellation);
                lock (gate)
                    Report(++done, trees.Length, clock.Elapsed, activity, monitor);
            },
            monitor.Cancellation,
            options.Tree.Threads
        );
        return trees;
    }

    private static DecisionTree Grow(
        Worker worker,
        TreeTarget target,
        float[]? classWeights,
        ForestOptions options,
        int index,
        RowCopies? copies,
        CancellationToken cancellation
    )
    {
        ulong seed = SplitMix.Mix((ulong)(uint)options.Tree.Seed, (ulong)index);
        if (!RowDraw.LeavesRowsOut(options))
            return worker.Grower.Grow(target, classWeights, seed, cancellation: cancellation);
        int sampleSeed = (int)SplitMix.Mix(seed, 1);
        RowDraw.Draw(sampleSeed, options, worker.Counts, copies);
        for (int row = 0; row < worker.Weights.Length; row++)
            worker.Weights[row] = worker.Counts[row] * (classWeights is null ? 1 : classWeights[row]);
        return worker.Grower.Grow(target, worker.Weights, seed, cancellation: cancellation).WithSampleSeed(sampleSeed);
    }

    private static void Report(int done, int all, TimeSpan elapsed, string activity, IWorkMonitor monitor) =>
        monitor.Progress(
            new WorkProgress(
                activity,
                string.Create(CultureInfo.InvariantCulture, $"{done:N0} of {all:N0} trees"),
                (double)done / all,
                elapsed / done * (all - done)
            )
        );

    /// <summary>What one thread uses again for each of its trees.</summary>
    private sealed class Worker(TreeGrower grower, int rows)
    {
        internal TreeGrower Grower { get; } = grower;

        internal int[] Counts { get; } = new int[rows];

        internal float[] Weights { get; } = new float[rows];
    }
}
