using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>
/// Every input's rows are sorted once for the tree, and each split divides them so that they stay sorted within the nodes (Mehta, Agrawal
/// and Rissanen 1996): linear in the rows of each level. For trees that look at all inputs.
/// </summary>
internal sealed class PresortedSearch<TCriterion>(TrainingColumns columns, int minLeaf) : SplitSearch<TCriterion>(columns, minLeaf)
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    private readonly ulong[][] _sorted = new ulong[columns.Width][];
    private byte[] _goesLeft = [];

    /// <summary>Begins a tree whose nodes will be sorted one by one; see <see cref="Sort"/>.</summary>
    internal void StartUnsorted(int[] rows, int rowCount, int threads)
    {
        base.Start(rows, rowCount, threads);
        Reserve();
        for (int input = 0; input < _sorted.Length; input++)
        {
            if (_sorted[input] is not { } old || old.Length < rowCount)
                _sorted[input] = new ulong[rowCount];
        }
    }

    /// <summary>Sorts each input's rows within a node, by bins.</summary>
    internal void Sort(SplitWorker<TCriterion> worker, in GrowingNode node)
    {
        const int bins = 256;
        int[] ends = SplitWorker<TCriterion>.Room(ref worker.Counts, bins + 1);
        ReadOnlySpan<int> rows = Rows.AsSpan(node.First, node.Count);
        for (int input = 0; input < _sorted.Length; input++)
            SortByBin(
                rows,
                Columns.Bins!.Column(input),
                Columns.Bins.MissingBin(input),
                ends.AsSpan(0, bins + 1),
                _sorted[input].AsSpan(node.First, node.Count)
            );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SortByBin(ReadOnlySpan<int> rows, byte[] bins, int missingBin, Span<int> ends, Span<ulong> sorted)
    {
        ends.Clear();
        foreach (int row in rows)
            ends[bins[row] + 1]++;
        for (int bin = 1; bin < ends.Length; bin++)
            ends[bin] += ends[bin - 1];
        foreach (int row in rows)
        {
            int bin = bins[row];
            sorted[ends[bin]++] = RowKey.Of(bin == missingBin ? RowKey.Missing : (uint)bin, row);
        }
    }

    internal override void Start(int[] rows, int rowCount, int threads)
    {
        base.Start(rows, rowCount, threads);
        Reserve();
        bool all = rowCount == Columns.RowCount;
        if (!all)
            Array.Clear(_goesLeft);
        for (int i = 0; i < rowCount && !all; i++)
            _goesLeft[rows[i]] = 1;
        CoreLoop.Run(
            Columns.Width,
            input =>
            {
                ulong[] source = Columns.Sorted[input];
                ulong[] sorted = _sorted[input] is { } old && old.Length >= rowCount ? old : _sorted[input] = new ulong[rowCount];
                if (all)
                    source.CopyTo(sorted, 0);
                else
                    Compact(source, sorted, rowCount);
            },
            threads: threads
        );
    }

    internal override bool Look(SplitWorker<TCriterion> worker, in GrowingNode node, int feature, out NodeSplit split)
    {
        ReadOnlySpan<ulong> sorted = _sorted[feature].AsSpan(node.First, node.Count);
        split = NodeSplit.None;
        if (!RowKey.Differ(sorted[0], sorted[^1]))
            return false;
        int missing = Columns.HasMissing(feature) ? sorted.Length - RowKey.KnownCount(sorted) : 0;
        split = worker.Scan(Columns, feature, sorted, missing, MinLeaf);
        return true;
    }

    internal override void Divide(
        SplitWorker<TCriterion> worker,
        ref GrowingNode node,
        ref GrowingNode left,
        bool growsLeft,
        ref GrowingNode right,
        bool growsRight,
        int threads
    )
    {
        if (!growsLeft && !growsRight)
            return;
        foreach (int row in Rows.AsSpan(left.First, left.Count))
            _goesLeft[row] = 1;
        foreach (int row in Rows.AsSpan(right.First, right.Count))
            _goesLeft[row] = 0;
        int first = node.First,
            count = node.Count,
            leftCount = left.Count;
        if (threads > 1)
        {
            CoreLoop.Run(
                Columns.Width,
                () => new ulong[count],
                (input, spare) => DivideColumn(_sorted[input].AsSpan(first, count), spare, leftCount, growsRight),
                threads: threads
            );
            return;
        }
        ulong[] room = SplitWorker<TCriterion>.Room(ref worker.Spare, count);
        foreach (ulong[] sorted in _sorted)
            DivideColumn(sorted.AsSpan(first, count), room, leftCount, growsRight);
    }

    /// <summary>
    /// Brings the rows that go left before those that go right, each in their order. The part of a child that does not grow is not kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void DivideColumn(Span<ulong> keys, ulong[] spare, int leftCount, bool growsRight)
    {
        fixed (ulong* source = keys)
        fixed (ulong* room = spare)
        fixed (byte* goesLeft = _goesLeft)
        {
            // Both places are written and one of them moves on, which costs less than a branch that cannot be foreseen.
            ulong* toLeft = source,
                toRight = room;
            for (int i = 0; i < keys.Length; i++)
            {
                ulong key = source[i];
                uint isLeft = goesLeft[(uint)key];
                *toRight = key;
                *toLeft = key;
                toLeft += isLeft;
                toRight += 1 - isLeft;
            }
        }
        if (growsRight)
            spare.AsSpan(0, keys.Length - leftCount).CopyTo(keys[leftCount..]);
    }

    private void Reserve()
    {
        if (_goesLeft.Length < Columns.RowCount)
            _goesLeft = new byte[Columns.RowCount];
    }

    private void Compact(ulong[] source, ulong[] sorted, int count)
    {
        int place = 0;
        foreach (ulong key in source)
        {
            if (_goesLeft[RowKey.Row(key)] != 0)
                sorted[place++] = key;
        }
        System.Diagnostics.Debug.Assert(place == count);
    }
}
