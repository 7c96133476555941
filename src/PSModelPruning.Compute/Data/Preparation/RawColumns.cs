using System.Globalization;

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
        {
            if (values.Codes is { } codes)
            {
                foreach (int code in codes.AsSpan(0, values.Count))
                    missing += code < 0 ? 1 : 0;
            }
            else
            {
                for (int row = 0; row < values.Count; row++)
                    missing += double.IsNaN(values.Number(row)) ? 1 : 0;
            }
        }
        return missing;
    }

    internal static bool IsMissing(RawValues values, int row) => values.Codes is { } codes ? codes[row] < 0 : double.IsNaN(values.Number(row));

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

    /// <summary>Every row with the position of its value among the categories; -1 for missing and other values.</summary>
    internal static IEnumerable<(int Row, int Code)> Codes(RawTable table, int column, IReadOnlyList<string> categories)
    {
        int[]? map = table.Columns[column].Storage == RawStorage.Text ? CodeMap(table.Columns[column].Texts, categories) : null;
        foreach ((int first, RawValues values) in table.Values(column))
        {
            for (int row = 0; row < values.Count; row++)
            {
                int code = map is null ? NumberCode(values.Number(row), categories) : values.Codes![row] < 0 ? -1 : map[values.Codes[row]];
                yield return (first + row, code);
            }
        }
    }

    /// <summary>For each text its position among the categories, or -1.</summary>
    internal static int[] CodeMap(IReadOnlyList<string> texts, IReadOnlyList<string> categories)
    {
        var positions = new Dictionary<string, int>(categories.Count, StringComparer.Ordinal);
        for (int i = 0; i < categories.Count; i++)
            positions.TryAdd(categories[i], i);
        return [.. texts.Select(text => positions.GetValueOrDefault(text, -1))];
    }

    private static int NumberCode(double value, IReadOnlyList<string> categories)
    {
        if (double.IsNaN(value))
            return -1;
        string text = Text(value);
        for (int i = 0; i < categories.Count; i++)
        {
            if (categories[i] == text)
                return i;
        }
        return -1;
    }
}
