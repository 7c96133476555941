using System.Globalization;
using System.Runtime.CompilerServices;

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
            return kind;
        return table.Columns[column].Storage switch
        {
            RawStorage.Date => ColumnKind.DateTime,
            RawStorage.Number => BooleanTexts(table, column) is null ? ColumnKind.Number : ColumnKind.Boolean,
            _ => BooleanTexts(table, column) is null ? ColumnKind.Category : ColumnKind.Boolean,
        };
    }

    /// <summary>The two texts of a boolean column in the order false, true; null for a column that is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static IReadOnlyList<string>? BooleanTexts(RawTable table, int column)
    {
        if (table.Columns[column].Storage == RawStorage.Text)
            return BooleanText.Order(table.Columns[column].Texts);
        bool anyOne = false, anyZero = false;
        foreach ((_, RawValues values) in table.Values(column))
        {
            for (int row = 0; row < values.Count; row++)
            {
                double value = values.Number(row);
                if (value == 0)
                    anyZero = true;
                else if (value == 1)
                    anyOne = true;
                else if (!double.IsNaN(value))
                    return null;
            }
        }
        return anyZero && anyOne ? ["0", "1"] : null;
    }

    /// <summary>For every row the position of its value among the categories; -1 for missing and other values.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int[] Codes(RawTable table, int column, IReadOnlyList<string> categories)
    {
        var codes = new int[table.RowCount];
        int[]? map = table.Columns[column].Storage == RawStorage.Text ? CodeMap(table.Columns[column].Texts, categories) : null;
        var numbers = new NumberCodes(map is null ? categories.Select(Number) : []);
        for (int b = 0; b < table.Blocks.Count; b++)
        {
            RawValues values = table.Blocks[b].Columns[column]!;
            Span<int> own = codes.AsSpan(table.FirstRows[b], values.Count);
            if (map is not null)
            {
                ReadOnlySpan<int> raw = values.Codes;
                for (int row = 0; row < own.Length; row++)
                    own[row] = raw[row] < 0 ? -1 : map[raw[row]];
                continue;
            }
            for (int row = 0; row < own.Length; row++)
                own[row] = numbers.CodeOf(values.Number(row));
        }
        return codes;
    }

    /// <summary>For each text its position among the categories, or -1.</summary>
    internal static int[] CodeMap(IReadOnlyList<string> texts, IReadOnlyList<string> categories)
    {
        var positions = new Dictionary<string, int>(categories.Count, StringComparer.Ordinal);
        for (int i = 0; i < categories.Count; i++)
            positions.TryAdd(categories[i], i);
        return [.. texts.Select(text => positions.GetValueOrDefault(text, -1))];
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
}
