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
        while (reader.Read())
        {
            if (reader.FieldCount != layout.Names.Count)
                return DataErrors.Ragged(source.Name, reader.LineNumber, reader.FieldCount, layout.Names.Count);
        }
        return DataErrors.Ragged(source.Name, reader.LineNumber, reader.FieldCount, layout.Names.Count);
    }

    /// <summary>The first line on which a column holds a text, or null.</summary>
    internal static long? LineOf(TableSource source, TableOptions options, string column, string text)
    {
        using TableStream stream = source.Open();
        TableLayout layout = TableLayoutDetector.Detect(stream.Beginning, stream.IsWhole, options, stream.Encoding, source.Name);
        int field = layout.Names.ToList().FindIndex(name => name.Equals(column, StringComparison.OrdinalIgnoreCase));
        using CsvReader reader = CsvReader.Create(stream.AsStream(), layout.ReaderOptions with { TrackLineNumbers = true });
        if (layout.HasHeader)
            reader.Read();
        while (field >= 0 && reader.Read())
        {
            if (reader.FieldCount > field && reader.GetString(field) == text)
                return reader.LineNumber + source.LineOffset;
        }
        return null;
    }
}
