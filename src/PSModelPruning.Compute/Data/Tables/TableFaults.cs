using System.Text;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>Finds the line of a fault by reading a table once more from the start, one record after another.</summary>
internal static class TableFaults
{
    internal static ComputeException FindRagged(TableSource source, TableLayout layout)
    {
        using TableStream stream = source.Open();
        using CsvReader reader = CsvReader.Create(stream.AsStream(), layout.ReaderOptions with { TrackLineNumbers = true });
        if (layout.HasHeader)
            reader.Read();
        bool isRead;
        while ((isRead = reader.Read()) && !IsRagged(reader, layout)) { }
        long line = reader.LineNumber + layout.SkippedLines + source.LineOffset;
        string text = isRead ? Encoding.UTF8.GetString(reader.RawRecord) : "";
        return DataErrors.Ragged(source.Name, line, reader.FieldCount, layout, IsComment(text, layout));
    }

    private static bool IsRagged(CsvReader reader, TableLayout layout) =>
        reader.FieldCount != layout.FieldCount || layout.HasTrailingDelimiter && reader.GetSpan(layout.Names.Count).Length > 0;

    private static bool IsComment(string text, TableLayout layout) => layout.Comment is null && text.AsSpan().TrimStart().StartsWith("#");

    /// <summary>The first line on which a column holds a text, or null.</summary>
    internal static long? LineOf(TableSource source, TableOptions options, string column, string text)
    {
        using TableStream stream = source.Open();
        TableLayout layout = TableLayoutDetector.Detect(stream, options, source.Name);
        int field = layout.Names.ToList().FindIndex(name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        using CsvReader reader = CsvReader.Create(stream.AsStream(), layout.ReaderOptions with { TrackLineNumbers = true });
        if (layout.HasHeader)
            reader.Read();
        while (field >= 0 && reader.Read())
        {
            if (reader.FieldCount > field && reader.GetString(field) == text)
                return reader.LineNumber + layout.SkippedLines + source.LineOffset;
        }
        return null;
    }
}
