using System.Globalization;
using CsvHelper;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads whole tables into memory, column by column, on all cores: each thread takes record-aligned pieces of the table and parses them
/// with a CSV reader of its own. What a column holds is guessed from the beginning; a column that turns out otherwise is read again as
/// texts.
/// </summary>
internal sealed class TableParser
{
    private readonly TableRequest _request;
    private readonly IWorkMonitor _monitor;
    private readonly MissingText _missing;
    private readonly CultureInfo _culture;

    internal TableParser(TableRequest request, IWorkMonitor monitor)
    {
        _request = request;
        _monitor = monitor;
        _missing = new MissingText(request.Options.AllMissingMarkers);
        _culture = request.Options.CultureInfo;
    }

    /// <summary>The form of the first table, known after <see cref="Parse"/>.</summary>
    internal TableLayout Layout { get; private set; } = null!;

    /// <summary>Columns that hold mostly numbers, or numbers or dates at the beginning, but also texts: name and first such text.</summary>
    internal IReadOnlyDictionary<string, string> Misfits => _misfits;

    private readonly Dictionary<string, string> _misfits = [];

    /// <summary>Reads tables of the same columns, one after another.</summary>
    internal RawTable Parse(IReadOnlyList<TableSource> sources)
    {
        RawColumn[]? columns = null;
        while (true)
        {
            var parts = new List<ParsedPart>();
            foreach (TableSource source in sources)
            {
                ParsedPart part = ParsePart(source, ref columns);
                parts.Add(part);
            }
            var reread = new List<string>();
            for (int i = 0; i < columns!.Length; i++)
            {
                string? misfit = parts.Select(part => part.Misfit(i)).FirstOrDefault(text => text is not null);
                if (misfit is null)
                    continue;
                if (_request.KindOf(columns[i].Name) is { } told)
                    throw DeclaredKindViolated(sources, columns[i], told, misfit);
                _misfits[columns[i].Name] = misfit;
                columns[i] = new RawColumn(columns[i].Name, RawStorage.Text);
                reread.Add(columns[i].Name);
            }
            if (reread.Count == 0)
                return TableMerger.Merge(columns, parts);
            _monitor.Verbose($"Reading again, because these columns contain text: {string.Join(", ", reread)}.");
        }
    }

    private ParsedPart ParsePart(TableSource source, ref RawColumn[]? columns)
    {
        TableLayout layout;
        using (TableStream stream = source.Open())
        {
            TableOptions options = columns is null
                ? _request.Options
                : _request.Options with
                {
                    ExpectedNames = [.. columns.Select(column => column.Name)],
                };
            layout = TableLayoutDetector.Detect(stream.Beginning, stream.IsWhole, options, stream.Encoding, source.Name);
            if (columns is null)
            {
                Layout = layout;
                columns = StorageInference.Guess(stream.Beginning, layout, _request, _misfits);
            }
        }
        ParsedPart part = ParseAs(source, layout, columns, out ParsingFault fault);
        if (fault == ParsingFault.Ragged && !layout.IsPadded)
            part = ParseAs(source, layout = layout with { IsPadded = true }, columns, out fault);
        if (fault == ParsingFault.Quotes)
        {
            ParsedPart plain = ParseAs(source, layout with { Mode = CsvMode.NoEscape }, columns, out ParsingFault plainFault);
            if (plainFault == ParsingFault.None)
            {
                _monitor.Verbose($"{Path.GetFileName(source.Name)}: quotes do not enclose fields, so they are taken as text.");
                part = plain;
            }
            fault = plainFault == ParsingFault.None || part.RowsAreWhole ? ParsingFault.None : ParsingFault.Ragged;
        }
        if (fault == ParsingFault.Ragged)
            throw TableFaults.FindRagged(source, layout);
        if (part.RowCount == 0)
            throw layout.HasHeader ? DataErrors.HeaderOnly(source.Name) : DataErrors.Empty(source.Name);
        return part;
    }

    private ParsedPart ParseAs(TableSource source, TableLayout layout, RawColumn[] columns, out ParsingFault fault)
    {
        int[] targets = Matching(columns, layout, source.Name);
        using TableStream stream = source.Open();
        var chunks = new RecordChunks(stream, layout, source.Name);
        var part = new ParsedPart(source, ThreadLimit.Current, columns, _culture, _missing);
        int worst = 0;
        bool isRagged = false;
        CoreLoop.Run(part.Workers.Count, index =>
        {
            ParsingWorker worker = part.Workers[index];
            byte[] buffer = [];
            while (!Volatile.Read(ref isRagged))
            {
                _monitor.Cancellation.ThrowIfCancellationRequested();
                ReadOnlyMemory<byte> chunk = chunks.Next(ref buffer, out int number);
                if (chunk.IsEmpty)
                    return;
                ParsingFault found = worker.Parse(chunk, number, layout, targets, source.Name, out bool isWhole);
                if (!isWhole)
                    Volatile.Write(ref isRagged, true);
                if (found != ParsingFault.None)
                    Interlocked.Exchange(ref worst, Math.Max(worst, (int)found));
                _monitor.Progress(new WorkProgress($"Reading {Path.GetFileName(source.Name)}", $"{chunks.BytesGiven >> 20} MB", -1));
            }
        });
        part.RowsAreWhole = !isRagged;
        fault = (ParsingFault)worst;
        return part;
    }

    /// <summary>For each field of the file the column it belongs to; -1 for a field of no column.</summary>
    private static int[] Matching(RawColumn[] columns, TableLayout layout, string path)
    {
        var places = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < columns.Length; i++)
            places.TryAdd(columns[i].Name, i);
        if (!layout.HasHeader)
            return layout.Names.Count == columns.Length
                ? InOrder(columns.Length)
                : throw DataErrors.ColumnCount(path, layout.Names.Count, columns.Length);
        var matching = new int[layout.Names.Count];
        for (int i = 0; i < matching.Length; i++)
            matching[i] = places.GetValueOrDefault(layout.Names[i], -1);
        var absent = new List<string>();
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Storage != RawStorage.None && Array.IndexOf(matching, i) < 0)
                absent.Add(columns[i].Name);
        }
        return absent.Count == 0 ? matching : throw DataErrors.ColumnsMissing(path, absent);
    }

    private static int[] InOrder(int count)
    {
        var places = new int[count];
        for (int i = 0; i < count; i++)
            places[i] = i;
        return places;
    }

    private ComputeException DeclaredKindViolated(IReadOnlyList<TableSource> sources, RawColumn column, ColumnKind told, string misfit)
    {
        foreach (TableSource source in sources)
        {
            if (TableFaults.LineOf(source, _request.Options, column.Name, misfit) is { } line)
                return DataErrors.DeclaredKind(source.Name, column.Name, told, misfit, line);
        }
        return DataErrors.DeclaredKind(sources[0].Name, column.Name, told, misfit, 0);
    }
}
