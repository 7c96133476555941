using System.Globalization;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>What is wrong with a piece of a table.</summary>
internal enum ParsingFault
{
    None,

    /// <summary>A record has another number of fields than the others.</summary>
    Ragged,

    /// <summary>Quotes do not open and close fields.</summary>
    Quotes,
}

/// <summary>What one thread parses: pieces of a table into blocks of values.</summary>
internal sealed class ParsingWorker
{
    private readonly ColumnSink[] _sinks;
    private readonly NumberSink?[] _numberSinks;
    private readonly CultureInfo _culture;
    private readonly RawColumn[] _columns;
    private PlainRows? _plain;
    private int[]? _plainTargets;

    internal ParsingWorker(RawColumn[] columns, CultureInfo culture, MissingText missing)
    {
        _sinks = [.. columns.Select(column => ColumnSink.Create(column, culture, missing))];
        _numberSinks = [.. _sinks.Select(sink => sink as NumberSink)];
        _culture = culture;
        _columns = columns;
    }

    /// <summary>The blocks with the places of their pieces.</summary>
    internal List<NumberedBlock> Blocks { get; } = [];

    /// <summary>What a column takes its values with.</summary>
    internal ColumnSink Sink(int column) => _sinks[column];

    /// <summary>The distinct texts of a column of texts.</summary>
    internal string[] Texts(int column) => _sinks[column] is TextSink sink ? sink.Texts.Texts() : [];

    /// <summary>Parses a piece.</summary>
    /// <param name="chunk">Whole records.</param>
    /// <param name="number">The piece's place in the table.</param>
    /// <param name="layout">The table's form.</param>
    /// <param name="targets">For each field the column that takes it, or -1.</param>
    /// <param name="path">Named in errors.</param>
    /// <param name="isWhole">False where a record has another number of fields than the others.</param>
    /// <returns>What is wrong with it, or <see cref="ParsingFault.None"/>.</returns>
    internal ParsingFault Parse(ReadOnlyMemory<byte> chunk, int number, TableLayout layout, int[] targets, string path, out bool isWhole)
    {
        if (_plainTargets != targets)
        {
            _plain = PlainRows.Create(layout, targets, _sinks, PlainCulture(targets));
            _plainTargets = targets;
        }
        StartBlock(chunk.Span);
        bool isMalformed = false;
        CsvReaderOptions options =
            layout.Mode == CsvMode.Rfc4180
                ? layout.ReaderOptions with
                {
                    OnMalformedRecord = _ => isMalformed = true,
                }
                : layout.ReaderOptions;
        using CsvReader reader = CsvReader.Create(chunk, options);
        int rows;
        try
        {
            if (number == 0 && layout.HasHeader)
                reader.Read();
            rows = ReadRows(reader, chunk.Span, targets, layout.HasTrailingDelimiter);
        }
        catch (CsvFormatException e)
        {
            throw DataErrors.Malformed(path, e.LineNumber, e);
        }
        isWhole = rows >= 0;
        if (rows > 0)
            Blocks.Add(new NumberedBlock(number, new RawBlock(rows, [.. _sinks.Select(sink => sink.Values)])));
        return isMalformed ? ParsingFault.Quotes
            : rows < 0 ? ParsingFault.Ragged
            : ParsingFault.None;
    }

    /// <summary>The culture of all numbers; null where columns differ in it.</summary>
    private CultureInfo? PlainCulture(int[] targets)
    {
        CultureInfo[] cultures =
        [
            .. targets
                .Where(target => target >= 0 && _columns[target].Storage == RawStorage.Number)
                .Select(target => _columns[target].Form.CultureOf(_culture))
                .Distinct(),
        ];
        return cultures.Length == 1 ? cultures[0] : null;
    }

    private void StartBlock(ReadOnlySpan<byte> chunk)
    {
        int breaks = chunk.Count((byte)'\n');
        int capacity = (breaks > 0 ? breaks : chunk.Count((byte)'\r')) + 1;
        // One array for all numbers of the block: large enough to be left where it is by the garbage collector.
        float[] shared = GC.AllocateUninitializedArray<float>(capacity * _sinks.Count(sink => sink.IsNumeric));
        int first = 0;
        foreach (ColumnSink sink in _sinks)
        {
            sink.StartBlock(capacity, shared, first);
            first += sink.IsNumeric ? capacity : 0;
        }
        _plain?.StartBlock(_sinks, shared, capacity);
    }

    /// <summary>Reads all rows, those of plain numbers in one pass; -1 where one has another number of fields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private int ReadRows(CsvReader reader, ReadOnlySpan<byte> chunk, int[] targets, bool lastIsEmpty)
    {
        int rows = 0;
        int refused = 0;
        PlainRows? plain = _plain;
        while (reader.Read())
        {
            if (reader.FieldCount != targets.Length || lastIsEmpty && reader.GetSpan(targets.Length - 1).Length > 0)
                return -1;
            if (plain is not null)
            {
                if (plain.TryRead(chunk, reader.RawRecord, rows))
                {
                    rows++;
                    continue;
                }
                plain.Commit(rows);
                refused++;
            }
            AddRow(reader, targets);
            rows++;
            // Where many records are not plain, looking whether they are costs more than it saves.
            if (plain is not null && (refused * 4 > rows + 64 || !plain.Fits()))
                plain = null;
        }
        plain?.Commit(rows);
        return rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void AddRow(CsvReader reader, int[] targets)
    {
        for (int i = 0; i < targets.Length; i++)
        {
            int target = targets[i];
            if (target < 0)
                continue;
            if (_numberSinks[target] is { } numbers)
                numbers.Add(reader.GetSpan(i));
            else
                _sinks[target].Add(reader, i);
        }
    }
}

/// <summary>A block of rows and the place of its piece in the table.</summary>
internal sealed record NumberedBlock(int Number, RawBlock Block);

/// <summary>One table as its threads parsed it.</summary>
internal sealed class ParsedPart
{
    internal ParsedPart(TableSource source, int threads, RawColumn[] columns, CultureInfo culture, MissingText missing)
    {
        Source = source;
        var workers = new ParsingWorker[threads];
        for (int i = 0; i < threads; i++)
            workers[i] = new ParsingWorker(columns, culture, missing);
        Workers = workers;
    }

    internal TableSource Source { get; }

    internal IReadOnlyList<ParsingWorker> Workers { get; }

    /// <summary>Whether every record has as many fields as the table has columns.</summary>
    internal bool RowsAreWhole { get; set; }

    internal int RowCount
    {
        get
        {
            int rows = 0;
            foreach (ParsingWorker worker in Workers)
            {
                foreach (NumberedBlock block in worker.Blocks)
                    rows += block.Block.RowCount;
            }
            return rows;
        }
    }

    /// <summary>The values of a column that are not missing.</summary>
    internal long CountValues(int column)
    {
        long values = 0;
        foreach (ParsingWorker worker in Workers)
        {
            foreach (NumberedBlock block in worker.Blocks)
                values += block.Block.Columns[column] is { } own ? own.Count - own.MissingCount : 0;
        }
        return values;
    }

    /// <summary>What the threads took a column's values with.</summary>
    internal IEnumerable<ColumnSink> Sinks(int column) => Workers.Select(worker => worker.Sink(column));
}
