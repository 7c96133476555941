using System.Globalization;
using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>Questions about the columns of a raw table.</summary>
internal static class RawColumns
{
    /// <summary>A number as it is stored with a model: the shortest text that reads back as the same number.</summary>
    internal static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    internal static int CountMissing(RawTable table, int column)
    {
        int missing = 0;
        foreach ((_, RawValues values) in table.Values(column))
            missing += values.MissingCount;
        return missing;
    }

    /// <summary>What kind of values a column holds, from all its rows unless it was told.</summary>
    internal static ColumnKind KindOf(RawTable table, int column, ColumnKind? told)
    {
        if (told is { } kind)
        {
            return kind != ColumnKind.Boolean || BooleanTexts(table, column) is not null
                ? kind
                : throw DataErrors.NotBoolean(table.Columns[column].Name, table.Columns[column].Texts);
        }
        return table.Columns[column].Storage switch
        {
            RawStorage.Date => ColumnKind.DateTime,
            RawStorage.Number => BooleanTexts(table, column) is null ? ColumnKind.Number : ColumnKind.Boolean,
            _ => BooleanTexts(table, column) is null ? ColumnKind.Category : ColumnKind.Boolean,
        };
    }

    /// <summary>The two texts of a boolean column in the order false, true; null for a column that is none.</summary>
    internal static IReadOnlyList<string>? BooleanTexts(RawTable table, int column)
    {
        if (table.Columns[column].Storage == RawStorage.Text)
            return BooleanText.Order(table.Columns[column].Texts);
        return DistinctNumbers(table, column, 2) is [0, 1] ? ["0", "1"] : null;
    }

    /// <summary>The distinct numbers of a column in ascending order; null where there are more than the limit.</summary>
    internal static double[]? DistinctNumbers(RawTable table, int column, int limit)
    {
        // The first block tells most columns of quantities apart from those of few values.
        var distinct = new NumberSet();
        if (!AddDistinct(table.Blocks[0].Columns[column]!, distinct, limit))
            return null;
        int found = distinct.Count;
        CoreLoop.Run(table.Blocks.Count - 1, b =>
        {
            if (Volatile.Read(ref found) > limit)
                return;
            var own = new NumberSet();
            AddDistinct(table.Blocks[b + 1].Columns[column]!, own, limit);
            lock (distinct)
            {
                foreach (double number in own.Numbers)
                    distinct.Add(number);
                Volatile.Write(ref found, distinct.Count);
            }
        });
        return found > limit ? null : distinct.Numbers.ToArray();
    }

    /// <summary>Adds the numbers of a block; false once there are more than the limit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool AddDistinct(RawValues values, NumberSet distinct, int limit)
    {
        var known = new NumberCodes(Few(distinct.Numbers));
        for (int row = 0; row < values.Count; row++)
        {
            double value = values.Number(row);
            if (known.CodeOf(value) >= 0 || double.IsNaN(value) || !distinct.Add(value))
                continue;
            if (distinct.Count > limit)
                return false;
            if (distinct.Count <= NumberCodes.LongestSearched)
                known = new NumberCodes(distinct.Numbers);
        }
        return true;
    }

    private static ReadOnlySpan<double> Few(ReadOnlySpan<double> numbers) =>
        numbers[..Math.Min(numbers.Length, NumberCodes.LongestSearched)];

    /// <summary>For every row the position of its value among the categories; -1 for missing and other values.</summary>
    internal static int[] Codes(RawTable table, int column, IReadOnlyList<string> categories)
    {
        var codes = new int[table.RowCount];
        int[]? map = table.Columns[column].Storage == RawStorage.Text ? CodeMap(table.Columns[column].Texts, categories) : null;
        var numbers = new NumberCodes(map is null ? Numbers(categories) : []);
        CoreLoop.Run(table.Blocks.Count, b =>
        {
            RawValues values = table.Blocks[b].Columns[column]!;
            Span<int> own = codes.AsSpan(table.FirstRows[b], values.Count);
            if (map is null)
                FindCodes(values, numbers, own);
            else
                MapCodes(values.Codes, map, own);
        });
        return codes;
    }

    /// <summary>For each text its position among the categories, or -1.</summary>
    internal static int[] CodeMap(IReadOnlyList<string> texts, IReadOnlyList<string> categories)
    {
        var positions = new Dictionary<string, int>(categories.Count, StringComparer.Ordinal);
        for (int i = 0; i < categories.Count; i++)
            positions.TryAdd(categories[i], i);
        var codes = new int[texts.Count];
        for (int i = 0; i < codes.Length; i++)
            codes[i] = positions.GetValueOrDefault(texts[i], -1);
        return codes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FindCodes(RawValues values, NumberCodes numbers, Span<int> codes)
    {
        for (int row = 0; row < codes.Length; row++)
            codes[row] = numbers.CodeOf(values.Number(row));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MapCodes(ReadOnlySpan<int> raw, int[] map, Span<int> codes)
    {
        for (int row = 0; row < codes.Length; row++)
            codes[row] = raw[row] < 0 ? -1 : map[raw[row]];
    }

    private static double[] Numbers(IReadOnlyList<string> texts)
    {
        var numbers = new double[texts.Count];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = double.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? number
                : double.NaN;
        return numbers;
    }
}
