using System.Globalization;
using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The target as it is learned: the task, the classes, and a value a raw row.</summary>
/// <param name="Task">What is learned.</param>
/// <param name="Classes">The classes in sorted order; empty for regression.</param>
/// <param name="Values">A class index or a number for each raw row; NaN where it is missing.</param>
/// <param name="Column">The target column.</param>
internal sealed record TargetFit(LearningTask Task, IReadOnlyList<string> Classes, float[] Values, DatasetColumn Column)
{
    /// <summary>The numbers of a regression as they were read, for each raw row; empty for classes.</summary>
    public double[] Exact { get; init; } = [];

    /// <summary>The value of a row whose class was left out.</summary>
    internal const float LeftOut = -1;

    /// <summary>Whether rows of rare classes are left out.</summary>
    public bool LeavesOut { get; init; }

    private const int MostInferredClasses = 20;
    private const int FewestRowsPerClass = 5;
    private const int MostClasses = 10_000;

    /// <summary>Infers the task unless it was told, and reads the targets of all rows.</summary>
    internal static TargetFit Fit(RawTable table, int column, ImportOptions options, IWorkMonitor monitor)
    {
        Action<ComputeMessage> say = monitor.Verbose;
        RawColumn raw = table.Columns[column];
        ColumnKind kind = RawColumns.KindOf(table, column, options.KindOf(raw.Name));
        int missing = RawColumns.CountMissing(table, column);
        if (missing == table.RowCount)
            throw DataErrors.TargetAllMissing(raw.Name);
        if (missing > 0 && !MissingCatalog.Find(options.Missing ?? MissingCatalog.Default).DropsRows)
            throw DataErrors.TargetMissing(raw.Name, missing, FirstMissing(table, column));
        LearningTask task = options.Task ?? Infer(table, column, kind, say);
        if (task == LearningTask.Regression && raw.Storage == RawStorage.Text)
            throw DataErrors.TargetNotNumeric(raw.Name, raw.Texts[^1]);
        if (task == LearningTask.Regression && options.MinClassRows is not null)
            throw DataErrors.ClassOptionForNumbers(raw.Name);
        var values = new float[table.RowCount];
        return task == LearningTask.Regression
            ? FitNumbers(table, column, kind, missing, values)
            : FitClasses(table, column, kind, missing, values, options, monitor);
    }

    private static LearningTask Infer(RawTable table, int column, ColumnKind kind, Action<ComputeMessage> say)
    {
        string name = table.Columns[column].Name;
        if (kind is ColumnKind.Category or ColumnKind.Boolean)
        {
            say($"Target '{name}' holds {(kind == ColumnKind.Boolean ? "two values" : "categories")}: classification.");
            return LearningTask.Classification;
        }
        double[]? distinct = RawColumns.DistinctNumbers(table, column, MostInferredClasses);
        bool isClassification =
            kind == ColumnKind.Number
            && distinct is not null
            && Array.TrueForAll(distinct, double.IsInteger)
            && distinct.Length * FewestRowsPerClass <= table.RowCount;
        if (isClassification)
            say(
                $"Target '{name}' holds {distinct!.Length} whole numbers: classification; {Option.Task.Is("Regression")} takes them as "
                    + $"quantities."
            );
        else
            say($"Target '{name}' holds numbers: regression.");
        return isClassification ? LearningTask.Classification : LearningTask.Regression;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TargetFit FitNumbers(RawTable table, int column, ColumnKind kind, int missing, float[] values)
    {
        RawColumn raw = table.Columns[column];
        double least = double.PositiveInfinity,
            greatest = double.NegativeInfinity;
        bool isSingle = true;
        var exact = new double[table.RowCount];
        foreach ((int first, RawValues block) in table.Values(column))
        {
            for (int row = 0; row < block.Count; row++)
            {
                double value = block.Number(row);
                exact[first + row] = value;
                isSingle &= double.IsNaN(value) || NumberText.FitsSingle(value);
                least = double.IsNaN(value) ? least : Math.Min(least, value);
                greatest = double.IsNaN(value) ? greatest : Math.Max(greatest, value);
            }
        }
        double offset = isSingle ? 0 : Math.Round(least / 2 + greatest / 2);
        if (!(greatest - offset <= float.MaxValue && offset - least <= float.MaxValue))
            throw DataErrors.TargetTooLarge(raw.Name, RawColumns.Text(Math.Abs(least) > Math.Abs(greatest) ? least : greatest));
        for (int row = 0; row < values.Length; row++)
            values[row] = (float)(exact[row] - offset);
        if (least == greatest)
            throw DataErrors.TargetConstant(raw.Name, RawColumns.Text(least));
        return new TargetFit(
            LearningTask.Regression,
            [],
            values,
            new DatasetColumn
            {
                Name = raw.Name,
                Role = ColumnRole.Target,
                Kind = kind,
                DateFormat = raw.DateFormat,
                DecimalComma = raw.Form.DecimalComma,
                Unit = raw.Form.Unit,
                Offset = offset,
                MissingCount = missing,
                Preparation =
                    $"regression target from {Shown(least, isSingle)} to {Shown(greatest, isSingle)}{Notes(raw)}"
                    + (offset == 0 ? "" : $"; counted from {RawColumns.Text(offset)}, so that float32 keeps its digits"),
            }
        )
        {
            Exact = exact,
        };
    }

    /// <summary>A number as the table has it: one that float32 holds is read back from that, without digits that it never had.</summary>
    private static string Shown(double number, bool isSingle) =>
        isSingle ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : RawColumns.Text(number);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TargetFit FitClasses(
        RawTable table,
        int column,
        ColumnKind kind,
        int missing,
        float[] values,
        ImportOptions options,
        IWorkMonitor monitor
    )
    {
        RawColumn raw = table.Columns[column];
        int trainable = table.RowCount - table.TestRowCount;
        string[] texts = raw.Storage == RawStorage.Text ? [.. raw.Texts] : NumberTexts(table, column);
        var counts = new int[texts.Length];
        int[] codes = RawColumns.Codes(table, column, texts);
        for (int row = 0; row < trainable; row++)
        {
            if (codes[row] >= 0)
                counts[codes[row]]++;
        }
        bool[] isRare = [.. counts.Select(count => count > 0 && count < (options.MinClassRows ?? 0))];
        bool[] seen = [.. counts.Select((count, code) => count > 0 && !isRare[code])];
        string[] classes = [.. texts.Where((_, code) => seen[code])];
        bool isAnyRare = isRare.Contains(true);
        if (isAnyRare && options.OtherClass is { } other && !classes.Contains(other))
            classes = TableMerger.Sorted(classes.Append(other));
        if (kind == ColumnKind.Boolean && BooleanText.Order(classes) is { } ordered)
            classes = [.. ordered];
        if (classes.Length < 2)
            throw isAnyRare
                ? DataErrors.AllClassesSmall(raw.Name, options.MinClassRows!.Value)
                : DataErrors.TargetConstant(raw.Name, classes.FirstOrDefault() ?? "");
        int[] map = MapClasses(raw.Name, texts, [.. seen.Zip(isRare, (a, b) => a || b)], classes, monitor.Verbose);
        string joined = isAnyRare ? JoinRare(raw.Name, texts, counts, isRare, classes, map, options, monitor) : "";
        for (int row = 0; row < codes.Length; row++)
            values[row] = codes[row] < 0 ? float.NaN : map[codes[row]];
        return new TargetFit(
            LearningTask.Classification,
            classes,
            values,
            new DatasetColumn
            {
                Name = raw.Name,
                Role = ColumnRole.Target,
                Kind = kind == ColumnKind.Number ? ColumnKind.Category : kind,
                MissingCount = missing,
                Categories = classes,
                Preparation = $"classification target with {classes.Length} classes{joined}",
            }
        )
        {
            LeavesOut = isAnyRare && options.OtherClass is null,
        };
    }

    /// <summary>Gives the rows of rare classes to another class, or leaves them out.</summary>
    /// <returns>What was done, in words.</returns>
    private static string JoinRare(
        string target,
        string[] texts,
        int[] counts,
        bool[] isRare,
        string[] classes,
        int[] map,
        ImportOptions options,
        IWorkMonitor monitor
    )
    {
        int place = options.OtherClass is { } other ? Array.IndexOf(classes, other) : (int)LeftOut;
        int rows = 0;
        for (int code = 0; code < map.Length; code++)
        {
            if (!isRare[code])
                continue;
            map[code] = place;
            rows += counts[code];
        }
        string names = string.Join(", ", texts.Where((_, code) => isRare[code]).Take(10));
        string fate = options.OtherClass is { } name ? $"joined as '{name}'" : "left out";
        int rare = isRare.Count(flag => flag);
        monitor.Warning(
            $"{rare} classes of '{target}' with fewer than {options.MinClassRows} rows ({rows} rows: {names}"
                + $"{(rare > 10 ? " …" : "")}) were {fate}."
        );
        return $"; {rare} rarer classes {fate}";
    }

    /// <summary>
    /// Classes of test rows that training rows lack must be one of theirs but for a final full stop, as in the census files of UCI.
    /// </summary>
    private static int[] MapClasses(string target, string[] texts, bool[] seen, string[] classes, Action<ComputeMessage> say)
    {
        var map = new int[texts.Length];
        var renamed = new List<string>();
        for (int code = 0; code < texts.Length; code++)
        {
            string text = texts[code];
            int position = Array.IndexOf(classes, text);
            if (position < 0 && !seen[code])
            {
                position = Array.IndexOf(classes, text.TrimEnd('.', ' '));
                if (position < 0)
                    throw DataErrors.TestClassUnknown(target, text, classes);
                renamed.Add($"'{text}' as '{classes[position]}'");
            }
            map[code] = position;
        }
        if (renamed.Count > 0)
            say($"Classes of the test rows were taken without their final full stop: {string.Join(", ", renamed)}.");
        return map;
    }

    private static string Notes(RawColumn raw) => string.Concat(raw.Notes.Select(note => $"; {note}"));

    private static string[] NumberTexts(RawTable table, int column)
    {
        double[] distinct = RawColumns.DistinctNumbers(table, column, MostClasses)
            ?? throw DataErrors.TooManyClasses(table.Columns[column].Name, MostClasses);
        var texts = new string[distinct.Length];
        for (int i = 0; i < texts.Length; i++)
            texts[i] = RawColumns.Text(distinct[i]);
        return texts;
    }

    private static int FirstMissing(RawTable table, int column)
    {
        foreach ((int first, RawValues values) in table.Values(column))
        {
            for (int row = 0; row < values.Count; row++)
            {
                if (values.IsMissing(row))
                    return first + row + 1;
            }
        }
        return 0;
    }
}
