using System.Globalization;
using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Divides rows into training, validation and test; for classification each class in the same proportions (stratified), with the parts
/// that do not come out even given to the classes with the largest remainders, so that the partitions have the sizes that were asked for.
/// </summary>
internal static class Partitioner
{
    internal const double DefaultTestFraction = 0.2;
    internal const double DefaultValidationFraction = 0.1;

    /// <summary>Checks the fractions before anything is read.</summary>
    /// <exception cref="ComputeException"><c>FractionOutOfRange</c>.</exception>
    internal static (double Test, double Validation) Fractions(ImportOptions options, bool hasTestFiles)
    {
        if (hasTestFiles && options.TestFraction is > 0)
            throw DataErrors.TestTwice();
        double test = options.TestFraction ?? (hasTestFiles ? 0 : DefaultTestFraction);
        double validation = options.ValidationFraction ?? DefaultValidationFraction;
        Check("TestFraction", test);
        Check("ValidationFraction", validation);
        if (test + validation >= 1)
            throw DataErrors.FractionSum(test, validation);
        if (!(options.SampleFraction is > 0 and <= 1))
            throw DataErrors.Fraction("SampleFraction", options.SampleFraction, "above 0 and at most 1");
        return (test, validation);
    }

    /// <summary>Gives every row that is not dropped a partition. The last <paramref name="testRows"/> rows come from test files.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Divide(RowPlan plan, TargetFit target, int testRows, double testFraction, double validationFraction, int seed)
    {
        int trainable = plan.Fates.Length - testRows;
        for (int row = trainable; row < plan.Fates.Length; row++)
        {
            if (plan.Fates[row] != RowFate.Dropped)
                plan.Fates[row] = RowFate.Test;
        }
        int[][] groups = Groups(plan, target, trainable);
        if (target.Task == LearningTask.Classification)
            CheckClasses(groups, target);
        var random = new Random(seed);
        int[] test = Shares(groups, testFraction, reserved: null);
        int[] validation = Shares(groups, validationFraction, reserved: test);
        for (int g = 0; g < groups.Length; g++)
        {
            Draw(groups[g], test[g] + validation[g], random);
            for (int i = 0; i < test[g] + validation[g]; i++)
                plan.Fates[groups[g][i]] = i < test[g] ? RowFate.Test : RowFate.Validation;
        }
        RequireRows(plan, RowFate.Test, testFraction, "test");
        RequireRows(plan, RowFate.Validation, validationFraction, "validation");
        if (plan.Count(RowFate.Training) == 0)
            throw DataErrors.PartitionEmpty("training", plan.Fates.Length);
    }

    /// <summary>The rows that can be divided, after those of test files were marked.</summary>
    internal static int[] Trainable(RowPlan plan, int testRows)
    {
        int trainable = plan.Fates.Length - testRows;
        var rows = new List<int>(trainable);
        for (int row = 0; row < plan.Fates.Length; row++)
        {
            if (plan.Fates[row] == RowFate.Dropped)
                continue;
            if (row < trainable)
                rows.Add(row);
            else
                plan.Fates[row] = RowFate.Test;
        }
        return [.. rows];
    }

    /// <summary>Refuses partitions that were asked for and have no rows.</summary>
    internal static void RequireAll(RowPlan plan, double testFraction, double validationFraction)
    {
        RequireRows(plan, RowFate.Test, testFraction, "test");
        RequireRows(plan, RowFate.Validation, validationFraction, "validation");
        if (plan.Count(RowFate.Training) == 0)
            throw DataErrors.PartitionEmpty("training", plan.Fates.Length);
    }

    /// <summary>Keeps a fraction of the training rows, of each class alike.</summary>
    internal static void Sample(RowPlan plan, TargetFit target, double fraction, int seed)
    {
        if (fraction >= 1)
            return;
        int[][] groups = Groups(plan, target, plan.Fates.Length);
        int[] kept = Shares(groups, fraction, reserved: null);
        var random = new Random(seed);
        for (int g = 0; g < groups.Length; g++)
        {
            random.Shuffle(groups[g]);
            foreach (int row in groups[g].Skip(Math.Max(kept[g], Math.Min(1, groups[g].Length))))
                plan.Fates[row] = RowFate.Dropped;
        }
        if (kept.Sum() == 0)
            throw DataErrors.PartitionEmpty("training", groups.Sum(group => group.Length));
    }

    /// <summary>Brings the classes of the training partition to the same number of rows.</summary>
    internal static void Balance(RowPlan plan, TargetFit target, string method, int seed)
    {
        if (method.Equals(BalanceCatalog.None, StringComparison.OrdinalIgnoreCase))
            return;
        if (target.Task != LearningTask.Classification)
            throw DataErrors.BalanceNeedsClasses();
        int[][] groups = Groups(plan, target, plan.Fates.Length);
        var random = new Random(seed);
        bool grow = method.Equals(BalanceCatalog.Oversample, StringComparison.OrdinalIgnoreCase);
        int size = grow ? groups.Max(group => group.Length) : groups.Where(group => group.Length > 0).Min(group => group.Length);
        foreach (int[] group in groups.Where(group => group.Length > 0))
        {
            random.Shuffle(group);
            for (int extra = group.Length; extra < size; extra++)
                plan.Repeated.Add(group[(extra - group.Length) % group.Length]);
            foreach (int row in group.Skip(size))
                plan.Fates[row] = RowFate.Dropped;
        }
    }

    /// <summary>Training rows by class; one group for regression.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int[][] Groups(RowPlan plan, TargetFit target, int end)
    {
        int count = Math.Max(target.Classes.Count, 1);
        var sizes = new int[count];
        bool byClass = target.Task == LearningTask.Classification;
        for (int row = 0; row < end; row++)
        {
            if (plan.Fates[row] == RowFate.Training)
                sizes[byClass ? (int)target.Values[row] : 0]++;
        }
        var groups = new int[count][];
        for (int group = 0; group < count; group++)
            groups[group] = new int[sizes[group]];
        Array.Clear(sizes);
        for (int row = 0; row < end; row++)
        {
            if (plan.Fates[row] != RowFate.Training)
                continue;
            int group = byClass ? (int)target.Values[row] : 0;
            groups[group][sizes[group]++] = row;
        }
        return groups;
    }

    /// <summary>Brings a random choice of rows to the front: the first steps of a Fisher-Yates shuffle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Draw(int[] rows, int count, Random random)
    {
        for (int i = 0; i < count; i++)
        {
            int other = random.Next(i, rows.Length);
            (rows[i], rows[other]) = (rows[other], rows[i]);
        }
    }

    private static void CheckClasses(int[][] groups, TargetFit target)
    {
        List<string> small = [.. target.Classes.Where((_, g) => groups[g].Length < 2)];
        if (small.Count > 0)
            throw DataErrors.ClassTooSmall(
                target.Column.Name,
                small,
                target.Classes.All(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            );
    }

    /// <summary>How many rows of each group: the floor of its share, and one more for the largest remainders until the whole share is
    /// given.
    /// Every group keeps a row for training.</summary>
    private static int[] Shares(int[][] groups, double fraction, int[]? reserved)
    {
        long rows = 0;
        int given = 0;
        var shares = new int[groups.Length];
        var order = new int[groups.Length];
        for (int g = 0; g < groups.Length; g++)
        {
            rows += groups[g].Length;
            shares[g] = (int)Math.Floor(groups[g].Length * fraction);
            given += shares[g];
            order[g] = g;
        }
        double Remainder(int g) => groups[g].Length * fraction - Math.Floor(groups[g].Length * fraction);
        Array.Sort(order, (a, b) => Remainder(b).CompareTo(Remainder(a)) is not 0 and int byRemainder ? byRemainder : a.CompareTo(b));
        int left = (int)Math.Round(rows * fraction, MidpointRounding.AwayFromZero) - given;
        foreach (int g in order)
        {
            if (left == 0)
                break;
            if (shares[g] + (reserved?[g] ?? 0) + 1 < groups[g].Length)
            {
                shares[g]++;
                left--;
            }
        }
        return shares;
    }

    private static void Check(string name, double fraction)
    {
        if (!(fraction is >= 0 and < 1))
            throw DataErrors.Fraction(name, fraction, "from 0 to below 1");
    }

    private static void RequireRows(RowPlan plan, RowFate fate, double fraction, string name)
    {
        if (fraction > 0 && plan.Count(fate) == 0)
            throw DataErrors.PartitionEmpty(name, plan.Fates.Length);
    }
}
