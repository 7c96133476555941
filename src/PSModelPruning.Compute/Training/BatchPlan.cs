namespace PSModelPruning.Compute.Training;

/// <summary>How the rows of an epoch fall into batches.</summary>
internal sealed class BatchPlan
{
    private readonly int _batchSize;

    /// <param name="rows">Rows of the epoch, at least 1.</param>
    /// <param name="batchSize">Rows a batch.</param>
    internal BatchPlan(int rows, int batchSize)
    {
        _batchSize = batchSize;
        Rows = rows;
        bool lastIsSingle = rows > batchSize && batchSize > 1 && rows % batchSize == 1;
        Count = (rows + batchSize - 1) / batchSize - (lastIsSingle ? 1 : 0);
        LargestBatch = Math.Min(rows, batchSize + (lastIsSingle ? 1 : 0));
    }

    internal int Rows { get; }

    /// <summary>
    /// Batches of the epoch. A last batch of one row joins the one before: normalization over one row would leave nothing of it.
    /// </summary>
    internal int Count { get; }

    internal int LargestBatch { get; }

    /// <summary>The positions of a batch in the epoch's order.</summary>
    internal Range this[int batch] => (batch * _batchSize)..(batch == Count - 1 ? Rows : (batch + 1) * _batchSize);

    /// <summary>A new order of the rows (Fisher and Yates): the same for the same seed, on every machine.</summary>
    internal static int[] Shuffle(int rows, int seed)
    {
        int[] order = [.. Enumerable.Range(0, rows)];
        new Random(seed).Shuffle(order);
        return order;
    }
}
