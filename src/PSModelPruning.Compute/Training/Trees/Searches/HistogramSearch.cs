using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees.Searches;

/// <summary>
/// The rows of a node are added up by bin and input, and splits are looked for between bins. Of two large children only the smaller is
/// added up; the other is the difference from their parent (as LightGBM does; Ke et al. 2017). Small nodes have fewer rows than there are
/// bins: where all inputs are looked at, their rows are sorted by bin once and stay sorted below; else only the bins that hold rows are
/// looked at.
/// </summary>
internal sealed class HistogramSearch<TCriterion> : SplitSearch<TCriterion>
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    // A histogram is kept where a node has at least this many rows: below, what is subtracted is more than what is saved.
    private const int FewestRows = 1_024;
    private const long KeptBytes = 512L << 20;

    private readonly BinnedColumns _bins;
    private readonly bool _keeps;
    private readonly int _cellSize,
        _length;
    private readonly int[] _offsets;
    private readonly Stack<double[]> _pool = new();
    private readonly PresortedSearch<TCriterion>? _small;
    private int _keptRows;

    /// <param name="columns">Columns with bins.</param>
    /// <param name="minLeaf">Rows that each side of a split needs.</param>
    /// <param name="cellSize">See <see cref="ISplitCriterion{TSelf}.CellSize"/>.</param>
    /// <param name="keeps">Whether histograms are kept for the children: where every node looks at all inputs.</param>
    internal HistogramSearch(TrainingColumns columns, int minLeaf, int cellSize, bool keeps)
        : base(columns, minLeaf)
    {
        _bins = columns.Bins!;
        _cellSize = cellSize;
        _offsets = new int[columns.Width];
        long length = 0;
        for (int input = 0; input < columns.Width; input++)
        {
            _offsets[input] = (int)Math.Min(length, int.MaxValue);
            length += (long)Bins(input) * cellSize;
        }
        _length = (int)Math.Min(length, int.MaxValue);
        _keeps = keeps && length * sizeof(double) * 4 <= KeptBytes;
        _small = _keeps ? new PresortedSearch<TCriterion>(columns, minLeaf) : null;
    }

    internal override void Start(int[] rows, int rowCount, int threads)
    {
        base.Start(rows, rowCount, threads);
        // At most this many nodes of that size are open at a time, so that memory is bounded, by numbers that do not depend on threads.
        long most = Math.Min(128, KeptBytes / Math.Max(1, (long)_length * sizeof(double)));
        _small?.StartUnsorted(rows, rowCount, threads);
        _keptRows = _keeps ? (int)Math.Max(FewestRows, rowCount / Math.Max(1, most)) : int.MaxValue;
    }

    internal override void Enter(SplitWorker<TCriterion> worker, ref GrowingNode node)
    {
        if (_small is not null && node.Count < _keptRows && !node.IsSorted)
        {
            _small.Sort(worker, node);
            node.IsSorted = true;
        }
        if (node.Histogram is null && node.Count >= _keptRows)
            node.Histogram = Rent();
    }

    internal override void Leave(ref GrowingNode node)
    {
        if (node.Histogram is { } histogram)
            Return(histogram);
        node.Histogram = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override bool Look(SplitWorker<TCriterion> worker, in GrowingNode node, int feature, out NodeSplit split)
    {
        if (node.IsSorted)
            return _small!.Look(worker, node, feature, out split);
        int bins = Bins(feature);
        Occupancy occupied = default;
        if (node.Histogram is not { } histogram)
        {
            double[] cells = SplitWorker<TCriterion>.Room(ref worker.Cells, 256 * _cellSize);
            Fill(ref worker.Criterion, feature, Rows.AsSpan(node.First, node.Count), cells, ref occupied);
            bool varies = Choose(worker, feature, node.Count, cells, ref occupied, out split);
            for (int word = 0; word < Occupancy.Words; word++)
            {
                for (ulong rest = occupied[word]; rest != 0; rest &= rest - 1)
                    Array.Clear(cells, (64 * word + BitOperations.TrailingZeroCount(rest)) * _cellSize, _cellSize);
            }
            return varies;
        }
        Span<double> own = histogram.AsSpan(_offsets[feature], bins * _cellSize);
        if (!node.IsHistogramFilled)
        {
            own.Clear();
            Fill(ref worker.Criterion, feature, Rows.AsSpan(node.First, node.Count), own, ref occupied);
        }
        else
        {
            for (int bin = 0; bin < bins; bin++)
            {
                if (own[bin * _cellSize + _cellSize - 1] > 0)
                    occupied.Set(bin);
            }
        }
        return Choose(worker, feature, node.Count, own, ref occupied, out split);
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
        if (node.IsSorted)
        {
            left.IsSorted = right.IsSorted = true;
            _small!.Divide(worker, ref node, ref left, growsLeft, ref right, growsRight, threads);
            return;
        }
        bool leftIsSmaller = left.Count < right.Count;
        ref GrowingNode small = ref leftIsSmaller ? ref left : ref right;
        ref GrowingNode large = ref leftIsSmaller ? ref right : ref left;
        bool growsLarge = leftIsSmaller ? growsRight : growsLeft;
        if (node.Histogram is not { } parent || !growsLarge || large.Count < _keptRows)
            return;
        double[] fresh = Rent();
        ReadOnlyMemory<int> rows = Rows.AsMemory(small.First, small.Count);
        if (threads > 1)
        {
            // Cells are filled by the criterion's weights and labels alone, so that a copy of it serves any thread.
            TCriterion criterion = worker.Criterion;
            CoreLoop.Run(
                Columns.Width,
                input =>
                {
                    TCriterion own = criterion;
                    Subtract(ref own, input, rows.Span, fresh, parent);
                },
                threads: threads
            );
        }
        else
        {
            for (int input = 0; input < Columns.Width; input++)
                Subtract(ref worker.Criterion, input, rows.Span, fresh, parent);
        }
        (large.Histogram, large.IsHistogramFilled) = (parent, true);
        node.Histogram = null;
        bool growsSmall = leftIsSmaller ? growsLeft : growsRight;
        if (growsSmall && small.Count >= _keptRows)
            (small.Histogram, small.IsHistogramFilled) = (fresh, true);
        else
            Return(fresh);
    }

    private int Bins(int input) => _bins.ValueBins(input) + (_bins.MissingBin(input) >= 0 ? 1 : 0);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Subtract(ref TCriterion criterion, int input, ReadOnlySpan<int> rows, double[] fresh, double[] parent)
    {
        Occupancy occupied = default;
        int length = Bins(input) * _cellSize;
        Span<double> own = fresh.AsSpan(_offsets[input], length),
            from = parent.AsSpan(_offsets[input], length);
        own.Clear();
        Fill(ref criterion, input, rows, own, ref occupied);
        for (int i = 0; i < length; i++)
            from[i] -= own[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(ref TCriterion criterion, int feature, ReadOnlySpan<int> rows, Span<double> cells, ref Occupancy occupied)
    {
        byte[] bins = _bins.Column(feature);
        ref double first = ref MemoryMarshal.GetReference(cells);
        foreach (int row in rows)
        {
            int bin = bins[row];
            occupied.Set(bin);
            criterion.AddTo(ref Unsafe.Add(ref first, bin * _cellSize), row);
        }
    }

    /// <summary>Finds the best split between the bins that hold rows.</summary>
    private bool Choose(
        SplitWorker<TCriterion> worker,
        int feature,
        int count,
        Span<double> cells,
        ref Occupancy occupied,
        out NodeSplit split
    )
    {
        int missingBin = _bins.MissingBin(feature),
            missing = 0;
        split = NodeSplit.None;
        if (missingBin >= 0 && occupied.Has(missingBin))
        {
            missing = (int)cells[missingBin * _cellSize + _cellSize - 1];
            occupied.Remove(missingBin);
        }
        ref double missingCell = ref cells[Math.Max(0, missingBin) * _cellSize];
        worker.Criterion.Begin([], []);
        int bin = Pass(worker, cells, 0, missing, count, ref occupied, ref split);
        bool missingLeft = false;
        if (missing > 0)
        {
            worker.Criterion.Begin([], []);
            worker.Criterion.MoveCell(ref missingCell);
            int other = Pass(worker, cells, missing, 0, count, ref occupied, ref split);
            missingLeft = other >= 0;
            bin = missingLeft ? other : bin;
        }
        bool varies = occupied.Count + (missing > 0 ? 1 : 0) > 1;
        if (missing > 0)
            occupied.Set(missingBin);
        if (bin < 0)
            return varies;
        split.Feature = feature;
        split.Threshold =
            missing > 0 && !missingLeft && bin == LastOf(ref occupied, missingBin) ? float.PositiveInfinity : _bins.Threshold(feature, bin);
        split.MissingLeft = missing > 0 ? missingLeft : 2 * RowsUpTo(cells, ref occupied, bin) >= count;
        return varies;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Pass(
        SplitWorker<TCriterion> worker,
        Span<double> cells,
        int before,
        int after,
        int count,
        ref Occupancy occupied,
        ref NodeSplit best
    )
    {
        ref TCriterion criterion = ref worker.Criterion;
        ref double first = ref MemoryMarshal.GetReference(cells);
        double tolerance = criterion.Tolerance,
            bar = best.Score + tolerance;
        int found = -1,
            left = before;
        for (int word = 0; word < Occupancy.Words; word++)
        {
            for (ulong rest = occupied[word]; rest != 0; rest &= rest - 1)
            {
                int bin = 64 * word + BitOperations.TrailingZeroCount(rest);
                ref double cell = ref Unsafe.Add(ref first, bin * _cellSize);
                criterion.MoveCell(ref cell);
                left += (int)Unsafe.Add(ref cell, _cellSize - 1);
                if (left < MinLeaf)
                    continue;
                if (count - left < MinLeaf)
                    return found;
                double score = criterion.Score();
                if (!(score > bar))
                    continue;
                bar = score + tolerance;
                best.Score = score;
                best.LeftWeight = criterion.LeftWeight;
                found = bin;
            }
        }
        return found;
    }

    /// <summary>The last bin of values that holds rows.</summary>
    private static int LastOf(ref Occupancy occupied, int missingBin)
    {
        int last = missingBin - 1;
        while (last >= 0 && !occupied.Has(last))
            last--;
        return last;
    }

    private int RowsUpTo(ReadOnlySpan<double> cells, ref Occupancy occupied, int bin)
    {
        double rows = 0;
        for (int i = 0; i <= bin; i++)
        {
            if (occupied.Has(i))
                rows += cells[i * _cellSize + _cellSize - 1];
        }
        return (int)rows;
    }

    private double[] Rent()
    {
        lock (_pool)
            return _pool.TryPop(out double[]? histogram) ? histogram : new double[_length];
    }

    private void Return(double[] histogram)
    {
        lock (_pool)
            _pool.Push(histogram);
    }
}
