using System.Globalization;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Guesses from the beginning of a table how each column is best held: as numbers, dates or texts. A wrong guess costs a second reading.
/// </summary>
internal static class StorageInference
{
    private const int ProbedRows = 1000;

    /// <param name="beginning">The first bytes of the table.</param>
    /// <param name="layout">Its form.</param>
    /// <param name="request">Which columns are excluded, and kinds that were told.</param>
    /// <param name="misfits">Receives the columns that hold mostly numbers but some texts, and such a text.</param>
    internal static RawColumn[] Guess(
        ReadOnlyMemory<byte> beginning,
        TableLayout layout,
        TableRequest request,
        IDictionary<string, string> misfits
    )
    {
        int width = layout.Names.Count;
        CultureInfo culture = request.Options.CultureInfo;
        var numbers = new NumberText(culture);
        var missing = new MissingText(request.Options.AllMissingMarkers);
        var seen = new int[width];
        var numeric = new int[width];
        var texts = new HashSet<string>[width];
        for (int i = 0; i < width; i++)
            texts[i] = [];
        using CsvReader reader = CsvReader.Create(beginning, layout.ReaderOptions);
        if (layout.HasHeader)
            reader.Read();
        for (int row = 0; row < ProbedRows && reader.Read(); row++)
        {
            for (int i = 0; i < Math.Min(width, reader.FieldCount); i++)
            {
                ReadOnlySpan<byte> field = reader.GetSpan(i);
                if (missing.Contains(field))
                    continue;
                seen[i]++;
                if (numbers.TryParse(field, out _))
                    numeric[i]++;
                else if (texts[i].Count < 200)
                    texts[i].Add(reader.GetString(i));
            }
        }
        for (int i = 0; i < width; i++)
        {
            if (
                numeric[i] < seen[i]
                && numeric[i] * 2 > seen[i]
                && !request.IsExcluded(layout.Names[i])
                && request.KindOf(layout.Names[i]) is null
            )
                misfits[layout.Names[i]] = texts[i].First();
        }
        return [.. layout.Names.Select((name, i) => Column(name, request, seen[i], numeric[i], texts[i], culture))];
    }

    private static RawColumn Column(string name, TableRequest request, int seen, int numeric, HashSet<string> texts, CultureInfo culture)
    {
        if (request.IsExcluded(name))
            return new RawColumn(name, RawStorage.None);
        if (request.KindOf(name) is { } told)
            return new RawColumn(
                name,
                told switch
                {
                    ColumnKind.Number => RawStorage.Number,
                    ColumnKind.DateTime => RawStorage.Date,
                    _ => RawStorage.Text,
                },
                told == ColumnKind.DateTime && numeric == 0 ? DateText.FormatOf(texts, culture) : null
            );
        if (numeric == seen)
            return new RawColumn(name, RawStorage.Number);
        if (numeric == 0 && DateText.FormatOf(texts, culture) is { } format)
            return new RawColumn(name, RawStorage.Date, format);
        return new RawColumn(name, RawStorage.Text);
    }
}
