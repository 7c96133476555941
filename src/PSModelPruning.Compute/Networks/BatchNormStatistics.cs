using PSModelPruning.Compute.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Estimates the running statistics of BatchNormalization anew, as the mean over batches. To be done after weights were changed other than
/// by training: pruning shifts what arrives at later layers.
/// </summary>
internal static class BatchNormStatistics
{
    /// <summary>Replaces the statistics of every BatchNormalization of the graph; does nothing where there is none.</summary>
    /// <param name="graph">The graph; its weights stay as they are.</param>
    /// <param name="rows">The rows to estimate from: the training partition.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="batches">The greatest number of batches.</param>
    /// <param name="seed">The seed of the choice of rows.</param>
    /// <param name="cancellation">Looked at every batch.</param>
    /// <returns>The batches that were used; 0 where the graph has no BatchNormalization or there are fewer than two rows.</returns>
    internal static int Estimate(
        Graph graph,
        Partition rows,
        int batchSize = 128,
        int batches = 40,
        int seed = 0,
        CancellationToken cancellation = default
    )
    {
        if (rows.RowCount < 2 || !graph.Nodes.Any(node => node.Operator.UsesBatchStatistics))
            return 0;
        int[] order = [.. Enumerable.Range(0, rows.RowCount)];
        new Random(seed).Shuffle(order);
        batchSize = Math.Min(batchSize, rows.RowCount);
        batches = Math.Min(batches, rows.RowCount / batchSize);
        var runner = new GraphRunner(graph);
        float[] inputs = new float[(long)batchSize * rows.Width];
        using IDisposable gradient = no_grad();
        for (int batch = 0; batch < batches; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            rows.Gather(order.AsSpan(batch * batchSize, batchSize), inputs);
            runner.Run(tensor(inputs, [batchSize, .. graph.InputShape.Select(size => (long)size)]), RunContext.Estimation(batch + 1));
        }
        return batches;
    }
}
