using System.Globalization;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>What one thread parses: pieces of a table into blocks of values.</summary>
internal sealed class ParsingWorker
{
    private readonly ColumnSink[] _sinks;

    internal ParsingWorker(RawColumn[] columns, CultureInfo culture, MissingText missing) =>
        _sinks = [.. columns.Select(column => ColumnSink.Create(column, culture, missing))];

    /// <summary>The blocks with the places of their pieces.</summary>
    internal List<(int Number, RawBlock Block)> Blocks { get; } = [];

    /// <summary>The first text that does not fit a column's storage.</summary>
    internal string? Misfit(int column) => _sinks[column].Misfit;

    /// <summary>The distinct texts of a column of texts.</summary>
    internal string[] Texts(int column) => _sinks[column] is TextSink sink ? sink.Texts.Texts() : [];

    /// <summary>Parses a piece.</summary>
    /// <returns>False where a record has another number of fields than the layout.</returns>
    internal bool Parse(ReadOnlyMemory<byte> chunk, int number, TableLayout layout, int[] targets, string path)
    {
        ReadOnlySpan<byte> bytes = chunk.Span;
        int capacity = bytes.Count((byte)'\n') + 1;
        foreach (ColumnSink sink in _sinks)
            sink.StartBlock(capacity);
        int rows = 0;
        using CsvReader reader = CsvReader.Create(chunk, layout.ReaderOptions);
        try
        {
            if (number == 0 && layout.HasHeader)
                reader.Read();
            while (reader.Read())
            {
                if (reader.FieldCount != targets.Length)
                    return false;
                for (int i = 0; i < targets.Length; i++)
                {
                    if (targets[i] >= 0)
                        _sinks[targets[i]].Add(reader.GetSpan(i));
                }
                rows++;
            }
        }
        catch (CsvFormatException e)
        {
            throw DataErrors.Malformed(path, e.LineNumber, e);
        }
        if (rows > 0)
            Blocks.Add((number, new RawBlock(rows, [.. _sinks.Select(sink => sink.EndBlock())])));
        return true;
    }
}

/// <summary>One table as its threads parsed it.</summary>
internal sealed class ParsedPart
{
    internal ParsedPart(TableSource source, int threads, RawColumn[] columns, CultureInfo culture, MissingText missing)
    {
        Source = source;
        Workers = [.. Enumerable.Range(0, threads).Select(_ => new ParsingWorker(columns, culture, missing))];
    }

    internal TableSource Source { get; }

    internal IReadOnlyList<ParsingWorker> Workers { get; }

    internal int RowCount => Workers.Sum(worker => worker.Blocks.Sum(block => block.Block.RowCount));

    internal string? Misfit(int column) => Workers.Select(worker => worker.Misfit(column)).FirstOrDefault(text => text is not null);
}
