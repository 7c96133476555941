using System.Runtime.InteropServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds the rows that are left out: duplicates, rows with missing values, training rows with outliers.</summary>
internal static class RowCleaner
{
    /// <summary>Drops every row that is equal to an earlier one in all columns that were read.</summary>
    /// <returns>How many rows were dropped.</returns>
    internal static int DropDuplicates(RawTable table, RowPlan plan)
    {
        ulong[] hashes = RowHashes(table);
        var firsts = new Dictionary<ulong, int>(table.RowCount);
        var next = new Dictionary<int, int>();
        int dropped = 0;
        for (int row = 0; row < table.RowCount; row++)
        {
            if (plan.Fates[row] == RowFate.Dropped)
                continue;
            ref int first = ref CollectionsMarshal.GetValueRefOrAddDefault(firsts, hashes[row], out bool known);
            if (!known)
            {
                first = row;
                continue;
            }
            int candidate = first;
            while (!AreEqual(table, candidate, row))
            {
                // Different rows with one hash form a chain.
                if (next.TryGetValue(candidate, out int following))
                {
                    candidate = following;
                    continue;
                }
                next[candidate] = row;
                candidate = -1;
                break;
            }
            if (candidate < 0)
                continue;
            plan.Fates[row] = RowFate.Dropped;
            dropped++;
        }
        return dropped;
    }

    /// <summary>Drops the rows of classes that were left out.</summary>
    internal static void DropLeftOut(TargetFit target, RowPlan plan)
    {
        if (!target.LeavesOut)
            return;
        for (int row = 0; row < plan.Fates.Length; row++)
        {
            if (target.Values[row] == TargetFit.LeftOut)
                plan.Fates[row] = RowFate.Dropped;
        }
    }

    /// <summary>Drops rows with a missing value in any of the columns.</summary>
    internal static int DropMissing(RawTable table, RowPlan plan, IEnumerable<int> columns)
    {
        int dropped = 0;
        foreach (int column in columns)
        {
            foreach ((int first, RawValues values) in table.Values(column))
            {
                for (int row = 0; row < values.Count; row++)
                {
                    if (plan.Fates[first + row] == RowFate.Dropped || !values.IsMissing(row))
                        continue;
                    plan.Fates[first + row] = RowFate.Dropped;
                    dropped++;
                }
            }
        }
        return dropped;
    }

    /// <summary>
    /// Drops training rows with an outlier in any of the columns of numbers. All bounds are found before the first row goes.
    /// </summary>
    internal static int DropOutliers(RawTable table, RowPlan plan, IReadOnlyList<int> columns)
    {
        var bounds = new (double Low, double High)?[columns.Count];
        CoreLoop.Run(columns.Count, i =>
        {
            using NumberSample sample = NumberSample.Take(table, columns[i], plan);
            bounds[i] = sample.Count == 0 ? null : OutlierCatalog.Bounds(sample);
        });
        int dropped = 0;
        for (int i = 0; i < columns.Count; i++)
        {
            if (bounds[i] is not { } limits)
                continue;
            foreach ((int first, RawValues values) in table.Values(columns[i]))
            {
                for (int row = 0; row < values.Count; row++)
                {
                    double value = values.Number(row);
                    if (plan.Fates[first + row] != RowFate.Training || !(value < limits.Low || value > limits.High))
                        continue;
                    plan.Fates[first + row] = RowFate.Dropped;
                    dropped++;
                }
            }
        }
        plan.Forget();
        return dropped;
    }

    private static ulong[] RowHashes(RawTable table)
    {
        var hashes = new ulong[table.RowCount];
        for (int b = 0; b < table.Blocks.Count; b++)
        {
            foreach (RawValues? values in table.Blocks[b].Columns)
            {
                if (values is null)
                    continue;
                Span<ulong> own = hashes.AsSpan(table.FirstRows[b], values.Count);
                for (int row = 0; row < own.Length; row++)
                    own[row] = (System.Numerics.BitOperations.RotateLeft(own[row], 23) ^ Bits(values, row)) * 0x9E3779B97F4A7C15;
            }
        }
        return hashes;
    }

    private static ulong Bits(RawValues values, int row) =>
        values.Codes is { } codes ? (ulong)codes[row] : BitConverter.DoubleToUInt64Bits(values.Number(row));

    private static bool AreEqual(RawTable table, int a, int b)
    {
        (RawBlock blockA, int rowA) = table.Locate(a);
        (RawBlock blockB, int rowB) = table.Locate(b);
        for (int i = 0; i < blockA.Columns.Length; i++)
        {
            if (blockA.Columns[i] is { } valuesA && Bits(valuesA, rowA) != Bits(blockB.Columns[i]!, rowB))
                return false;
        }
        return true;
    }
}
