using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>
/// The rows of each node are sorted for each input that is looked at, by the ranks of their values. For trees that look at a few inputs a
/// split. As ranks are whole numbers that lie about evenly, one pass over as many buckets as rows nearly sorts them.
/// </summary>
internal sealed class RankSearch<TCriterion>(TrainingColumns columns, int minLeaf) : SplitSearch<TCriterion>(columns, minLeaf)
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    // Fewer rows are sorted by insertion; so are buckets up to this size.
    private const int InsertionRows = 24;

    internal override bool Look(SplitWorker<TCriterion> worker, in GrowingNode node, int feature, out NodeSplit split)
    {
        split = NodeSplit.None;
        ulong[] keys = SplitWorker<TCriterion>.Room(ref worker.Keys, node.Count);
        ReadOnlySpan<int> rows = Rows.AsSpan(node.First, node.Count);
        int known = Gather(Columns.Ranks[feature], rows, keys, out uint least, out uint greatest);
        if (known == 0 || (least == greatest && known == rows.Length))
            return false;
        if (known > 1 && least < greatest)
            keys = Sort(worker, keys, known, rows.Length, least, greatest);
        split = worker.Scan(Columns, feature, keys.AsSpan(0, rows.Length), rows.Length - known, MinLeaf);
        return true;
    }

    /// <summary>Writes the rows' keys, missing values last.</summary>
    /// <returns>How many have values.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Gather(uint[] ranks, ReadOnlySpan<int> rows, ulong[] keys, out uint least, out uint greatest)
    {
        least = RowKey.Missing;
        greatest = 0;
        int known = 0,
            missing = rows.Length;
        foreach (int row in rows)
        {
            uint rank = ranks[row];
            if (rank == RowKey.Missing)
            {
                keys[--missing] = RowKey.Of(rank, row);
                continue;
            }
            keys[known++] = RowKey.Of(rank, row);
            least = Math.Min(least, rank);
            greatest = Math.Max(greatest, rank);
        }
        return known;
    }

    private static ulong[] Sort(SplitWorker<TCriterion> worker, ulong[] keys, int known, int count, uint least, uint greatest)
    {
        if (known <= InsertionRows)
        {
            Insert(keys.AsSpan(0, known));
            return keys;
        }
        ulong[] sorted = SplitWorker<TCriterion>.Room(ref worker.Spare, count);
        // Ranks times the factor, shifted, are buckets from 0 to below known, or the ranks themselves where those are fewer.
        ulong range = (ulong)greatest - least + 1;
        bool exact = range <= (ulong)known;
        int buckets = exact ? (int)range : known;
        ulong factor = exact ? 1UL << 32 : ((ulong)known << 32) / range;
        int[] ends = SplitWorker<TCriterion>.Room(ref worker.Counts, buckets + 1);
        Spread(keys.AsSpan(0, known), sorted, ends.AsSpan(0, buckets + 1), least, factor);
        keys.AsSpan(known, count - known).CopyTo(sorted.AsSpan(known));
        if (!exact)
            Finish(sorted, ends.AsSpan(0, buckets));
        (worker.Keys, worker.Spare) = (sorted, keys);
        return sorted;
    }

    /// <summary>Brings keys into their buckets.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="sorted">Receives them.</param>
    /// <param name="ends">Receives where each bucket ends.</param>
    /// <param name="least">The least rank.</param>
    /// <param name="factor">Buckets a rank, times 2³².</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(ReadOnlySpan<ulong> keys, ulong[] sorted, Span<int> ends, uint least, ulong factor)
    {
        ends.Clear();
        foreach (ulong key in keys)
            ends[(int)(((ulong)(RowKey.Rank(key) - least) * factor) >> 32) + 1]++;
        for (int bucket = 1; bucket < ends.Length; bucket++)
            ends[bucket] += ends[bucket - 1];
        foreach (ulong key in keys)
            sorted[ends[(int)(((ulong)(RowKey.Rank(key) - least) * factor) >> 32)]++] = key;
    }

    /// <summary>Sorts within the buckets: all at once by insertion, after the few large ones were sorted apart.</summary>
    private static void Finish(ulong[] sorted, ReadOnlySpan<int> ends)
    {
        int start = 0;
        foreach (int end in ends)
        {
            int size = end - start;
            if (size > InsertionRows)
                sorted.AsSpan(start, size).Sort();
            else if (size > 1)
                Insert(sorted.AsSpan(start, size));
            start = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Insert(Span<ulong> keys)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            ulong key = keys[i];
            int place = i;
            for (; place > 0 && keys[place - 1] > key; place--)
                keys[place] = keys[place - 1];
            keys[place] = key;
        }
    }
}
