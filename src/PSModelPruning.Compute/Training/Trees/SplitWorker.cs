using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>What one thread needs to grow nodes: a criterion, a table for the nodes that it makes, and buffers.</summary>
internal sealed class SplitWorker<TCriterion>
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    /// <summary>A field, not a property: its methods change it.</summary>
    internal TCriterion Criterion;

    internal SplitWorker(TCriterion criterion, int width)
    {
        Criterion = criterion;
        Features = new int[width];
        Found = new NodeSplit[width];
    }

    internal NodeTable Nodes { get; } = new();

    /// <summary>The inputs in the order in which they were drawn for a node, <c>[width]</c>.</summary>
    internal int[] Features { get; }

    /// <summary>The best split of each input for a node, <c>[width]</c>.</summary>
    internal NodeSplit[] Found { get; }

    /// <summary>Room for keys of rows.</summary>
    internal ulong[] Keys = [];

    /// <summary>More room for keys of rows.</summary>
    internal ulong[] Spare = [];

    /// <summary>Room for counts.</summary>
    internal int[] Counts = [];

    /// <summary>Room for one input's histogram; all 0 between uses.</summary>
    internal double[] Cells = [];

    /// <summary>An array of at least a length, which is kept.</summary>
    internal static T[] Room<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
            buffer = new T[Math.Max(length, 2 * buffer.Length)];
        return buffer;
    }

    /// <summary>The best split of an input, given the node's rows in its order.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="feature">The input.</param>
    /// <param name="sorted">The keys of the node's rows, sorted.</param>
    /// <param name="missing">How many of them, at the end, have no value.</param>
    /// <param name="minLeaf">Rows that each side needs.</param>
    internal NodeSplit Scan(TrainingColumns columns, int feature, ReadOnlySpan<ulong> sorted, int missing, int minLeaf)
    {
        ReadOnlySpan<ulong> known = sorted[..^missing],
            rest = sorted[^missing..];
        NodeSplit best = NodeSplit.None;
        Criterion.Begin(known, rest);
        int position = Pass(known, 0, missing, minLeaf, ref best);
        bool missingLeft = false;
        if (missing > 0)
        {
            // The rows that lack the input all on the right, and then all on the left.
            Criterion.Begin(rest, known);
            foreach (ulong key in rest)
                Criterion.Move(RowKey.Row(key));
            int other = Pass(known, missing, 0, minLeaf, ref best);
            missingLeft = other >= 0;
            position = missingLeft ? other : position;
        }
        if (position < 0)
            return NodeSplit.None;
        best.Feature = feature;
        best.MissingLeft = missing > 0 ? missingLeft : 2 * (position + 1) >= known.Length;
        best.Threshold =
            position + 1 < known.Length ? columns.Threshold(feature, known[position], known[position + 1]) : float.PositiveInfinity;
        return best;
    }

    /// <summary>Moves rows one by one and keeps the position of the best score.</summary>
    /// <returns>The last row that goes left; -1 where nothing is better than the best so far.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Pass(ReadOnlySpan<ulong> keys, int before, int after, int minLeaf, ref NodeSplit best)
    {
        // The last row that may go left: all of them where some lack the input and stay on the right.
        int last = Math.Min(keys.Length - 1, keys.Length + after - minLeaf - 1);
        int first = Math.Max(0, minLeaf - before - 1),
            found = -1;
        if (typeof(TCriterion) == typeof(GiniCriterion))
        {
            ref GiniCriterion gini = ref Unsafe.As<TCriterion, GiniCriterion>(ref Criterion);
            if (gini.CountsRows)
                return gini.Pass(keys, first, last, ref best.Score, ref best.LeftWeight);
        }
        for (int i = 0; i < first && i <= last; i++)
            Criterion.Move((int)keys[i]);
        double tolerance = Criterion.Tolerance,
            bar = best.Score + tolerance;
        for (int i = first; i <= last; i++)
        {
            ulong key = keys[i];
            Criterion.Move((int)key);
            if (i + 1 < keys.Length && !RowKey.Differ(key, keys[i + 1]))
                continue;
            double score = Criterion.Score();
            if (!(score > bar))
                continue;
            bar = score + tolerance;
            best.Score = score;
            best.LeftWeight = Criterion.LeftWeight;
            found = i;
        }
        return found;
    }
}
