using System.Runtime.InteropServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>How rows are divided into training, validation and test: at random, in groups, or by time.</summary>
/// <param name="Test">The fraction of the rows for the test partition.</param>
/// <param name="Validation">The fraction of the rows for the validation partition.</param>
/// <param name="GroupColumn">Rows with equal values in it stay together; null for none.</param>
/// <param name="TimeColumn">The latest rows by it are tested, and those before them validated; null for none.</param>
internal sealed record RowSplit(double Test, double Validation, int? GroupColumn, int? TimeColumn)
{
    /// <summary>Gives every row that is not dropped a partition. The rows of test files are test rows.</summary>
    internal void Divide(RawTable table, RowPlan plan, TargetFit target, int seed, IWorkMonitor monitor)
    {
        if (GroupColumn is null && TimeColumn is null)
        {
            Partitioner.Divide(plan, target, table.TestRowCount, Test, Validation, seed);
            return;
        }
        if (GroupColumn is not null && TimeColumn is not null)
            throw DataErrors.SplitTwice();
        int[] rows = Partitioner.Trainable(plan, table.TestRowCount);
        if (GroupColumn is { } group)
            ByGroup(table, group, rows, plan, seed);
        else
            ByTime(table, TimeColumn!.Value, rows, plan);
        Partitioner.RequireAll(plan, Test, Validation);
        RequireClasses(plan, target, monitor);
    }

    private void ByGroup(RawTable table, int column, int[] rows, RowPlan plan, int seed)
    {
        var groups = new Dictionary<long, List<int>>();
        foreach (int row in rows)
        {
            (RawBlock block, int place) = table.Locate(row);
            RawValues values = block.Columns[column]!;
            // A row without a value is a group of its own.
            long key =
                values.IsMissing(place) ? long.MinValue + row
                : values.Codes is { } codes ? codes[place]
                : BitConverter.DoubleToInt64Bits(values.Number(place));
            (CollectionsMarshal.GetValueRefOrAddDefault(groups, key, out _) ??= []).Add(row);
        }
        if (groups.Count < 2 + (Test > 0 && Validation > 0 ? 1 : 0))
            throw DataErrors.TooFewGroups(table.Columns[column].Name, groups.Count);
        List<int>[] order = [.. groups.Values];
        new Random(seed).Shuffle(order);
        int next = Take(order, 0, (int)Math.Round(rows.Length * Test), RowFate.Test, plan);
        Take(order, next, (int)Math.Round(rows.Length * Validation), RowFate.Validation, plan);
    }

    /// <summary>Gives groups a partition until it has as many rows as it should, as closely as whole groups allow.</summary>
    /// <returns>The first group that is left.</returns>
    private static int Take(List<int>[] groups, int first, int wanted, RowFate fate, RowPlan plan)
    {
        int taken = 0;
        while (first < groups.Length - 1 && taken < wanted && (taken == 0 || taken + groups[first].Count / 2 <= wanted))
        {
            foreach (int row in groups[first])
                plan.Fates[row] = fate;
            taken += groups[first++].Count;
        }
        return first;
    }

    private void ByTime(RawTable table, int column, int[] rows, RowPlan plan)
    {
        RawColumn raw = table.Columns[column];
        if (raw.Storage is not (RawStorage.Number or RawStorage.Date))
            throw DataErrors.TimeNotOrdered(raw.Name, raw.Texts.Count > 0 ? raw.Texts[0] : "");
        var times = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (RawBlock block, int place) = table.Locate(rows[i]);
            times[i] = block.Columns[column]!.Number(place);
            if (double.IsNaN(times[i]))
                throw DataErrors.TimeMissing(raw.Name, rows[i] + 1);
        }
        Array.Sort(times, rows);
        int test = Cut(times, times.Length - (int)Math.Round(times.Length * Test)),
            validation = Math.Min(Cut(times, times.Length - (int)Math.Round(times.Length * (Test + Validation))), test);
        for (int i = validation; i < rows.Length; i++)
            plan.Fates[rows[i]] = i < test ? RowFate.Validation : RowFate.Test;
    }

    /// <summary>Moves a cut to where the time changes, so that rows of one time stay together.</summary>
    private static int Cut(double[] times, int at)
    {
        if (at <= 0 || at >= times.Length)
            return at;
        int later = at,
            earlier = at;
        while (later < times.Length && times[later] == times[later - 1])
            later++;
        while (earlier > 0 && times[earlier] == times[earlier - 1])
            earlier--;
        return earlier > 0 && at - earlier <= later - at || later == times.Length ? earlier : later;
    }

    /// <summary>Classes that no training row has cannot be learned.</summary>
    private static void RequireClasses(RowPlan plan, TargetFit target, IWorkMonitor monitor)
    {
        if (target.Task != LearningTask.Classification)
            return;
        var counts = new int[target.Classes.Count];
        for (int row = 0; row < plan.Fates.Length; row++)
        {
            if (plan.Fates[row] == RowFate.Training)
                counts[(int)target.Values[row]]++;
        }
        string[] absent = [.. target.Classes.Where((_, index) => counts[index] == 0)];
        if (absent.Length > 0)
            monitor.Warning(
                $"The training rows have no row of {string.Join(", ", absent.Select(name => $"'{name}'"))}: "
                    + $"all are in the other partitions."
            );
    }
}
