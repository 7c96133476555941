using System.Globalization;
using CsvHelper;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads whole tables into memory, column by column, on all cores: each thread takes record-aligned pieces of the table and parses them
/// with a CSV reader of its own. What a column holds is guessed from the beginning; a column that turns out otherwise is read again.
/// </summary>
internal sealed class TableParser
{
    private readonly TableRequest _request;
    private readonly IWorkMonitor _monitor;
    private readonly MissingText _missing;
    private readonly CultureInfo _culture;
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    internal TableParser(TableRequest request, IWorkMonitor monitor)
    {
        _request = request;
        _monitor = monitor;
        _missing = new MissingText(request.Options);
        _culture = request.Options.CultureInfo;
    }

    /// <summary>The form of the first table, known after <see cref="Parse"/>.</summary>
    internal TableLayout Layout { get; private set; } = null!;

    /// <summary>The tables in the order of their rows, those of tests last, and how many rows each has.</summary>
    internal IReadOnlyList<(string Name, int Rows)> Tables { get; private set; } = [];

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
                RawColumn column = columns[i];
                columns[i] = Judged(column, i, parts, sources);
                if (columns[i] != column)
                    reread.Add(column.Name);
            }
            if (reread.Count == 0)
                return Merged(columns, parts);
            _monitor.Verbose($"Reading again, because these columns contain something else: {string.Join(", ", reread)}.");
        }
    }

    /// <summary>How a column is held after all its values were seen.</summary>
    private RawColumn Judged(RawColumn column, int index, List<ParsedPart> parts, IReadOnlyList<TableSource> sources)
    {
        ColumnSink[] sinks = [.. parts.SelectMany(part => part.Sinks(index))];
        if (Array.Find(sinks, sink => sink.Huge is not null)?.Huge is { } huge && column.Name != _request.Target)
            return Huge(column, huge);
        long misfits = sinks.Sum(sink => sink.Misfits);
        if (misfits == 0)
            return column;
        string misfit = sinks.First(sink => sink.Misfit is not null).Misfit!;
        if (_request.KindOf(column.Name) is { } told && !_request.TakesUnreadableAsMissing)
            throw DeclaredKindViolated(sources, column, told, misfit);
        if (column.OtherDateFormat is { } other)
            return column with { DateFormat = other, OtherDateFormat = null, Notes = [$"read as {other}"] };
        long values = parts.Sum(part => part.CountValues(index)) + misfits;
        if (misfits > (1 - ColumnSample.LeastFitting) * values && _request.KindOf(column.Name) is null)
        {
            _monitor.Warning(
                $"Column '{column.Name}' holds numbers or dates and also texts such as '{misfit}', so its values are taken as "
                    + $"categories. If such texts mean a missing value, name them with {Option.MissingMarker}."
            );
            return new RawColumn(column.Name, RawStorage.Text);
        }
        (TableSource source, long line) = FindLine(sources, column, misfit);
        if (!_request.TakesUnreadableAsMissing)
            throw DataErrors.Unreadable(source.Place(line), column, misfit, misfits);
        if (_told.Add(column.Name))
            _monitor.Warning(
                $"{source.Place(line)}: '{misfit}' in column '{column.Name}' is no "
                    + $"{(column.Storage == RawStorage.Date ? "date" : "number")} and was taken as missing"
                    + $"{(misfits == 1 ? "" : $", as {misfits - 1} more such values were")}."
            );
        return column;
    }

    /// <summary>Whole numbers that float64 does not keep are names of something: they are held as texts.</summary>
    private RawColumn Huge(RawColumn column, string huge)
    {
        bool isTold = _request.KindOf(column.Name) is not null;
        if (_told.Add(column.Name))
            _monitor.Warning(
                isTold
                    ? $"Column '{column.Name}' holds whole numbers such as {huge}, of which a number keeps only the first 16 digits."
                    : (ComputeMessage)(
                        $"Column '{column.Name}' holds whole numbers such as {huge}, which look like identifiers: a number keeps "
                        + $"only the first 16 digits, so that its values are taken as categories. Exclude it with "
                        + $"{Option.ExcludeFeature.Is(column.Name)}."
                    )
            );
        return isTold ? column : new RawColumn(column.Name, RawStorage.Text) { Notes = ["whole numbers above 2^53, taken as texts"] };
    }

    private RawTable Merged(RawColumn[] columns, List<ParsedPart> parts)
    {
        RawTable table = TableMerger.Merge(columns, parts);
        Tables = [.. parts.OrderBy(part => part.Source.IsTest).Select(part => (part.Source.Name, part.RowCount))];
        for (int i = 0; i < columns.Length; i++)
        {
            TextSink[] sinks = [.. parts.SelectMany(part => part.Sinks(i)).OfType<TextSink>()];
            long count = sinks.Sum(sink => sink.MarkerCount);
            string? marker = Array.Find(sinks, sink => sink.Marker is not null)?.Marker;
            if (marker is not null && IsLikeCodes(marker, table.Columns[i].Texts))
                _monitor.Warning(
                    $"Column '{columns[i].Name}' holds '{marker}' {(count == 1 ? "once" : $"{count} times")}, which was taken as a missing "
                        + $"value, beside codes such as "
                        + $"{string.Join(", ", table.Columns[i].Texts.Take(3).Select(text => $"'{text}'"))}. If it is a code too, "
                        + $"name the markers that are meant with {Option.MissingMarker}, or '' for none but empty values."
                );
        }
        return table;
    }

    /// <summary>Whether a marker looks as most of the other texts do: as long, and letters in the same case.</summary>
    private static bool IsLikeCodes(string marker, IReadOnlyList<string> texts)
    {
        if (!marker.All(char.IsLetter) || texts.Count == 0)
            return false;
        bool isUpper = marker.All(char.IsUpper);
        int alike = texts.Count(text => text.Length <= marker.Length + 1 && text.All(char.IsLetter) && text.All(char.IsUpper) == isUpper);
        return alike * 2 > texts.Count;
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
            layout = TableLayoutDetector.Detect(stream, options, source.Name);
            if (columns is null)
            {
                Layout = layout;
                columns = Guess(stream, layout);
            }
            else
                TellExtra(layout, columns, source);
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

    private void TellExtra(TableLayout layout, RawColumn[] columns, TableSource source)
    {
        string[] extra = [.. layout.Names.Except(columns.Select(column => column.Name), StringComparer.OrdinalIgnoreCase)];
        if (layout.HasHeader && extra.Length > 0 && _told.Add(source.Name))
            _monitor.Warning(
                $"{Path.GetFileName(source.Name)} has columns that the first table lacks, which are not read: {string.Join(", ", extra)}."
            );
    }

    private RawColumn[] Guess(TableStream stream, TableLayout layout)
    {
        var inference = new StorageInference(stream.Beginning, layout, _request);
        RawColumn[] columns = inference.Guess();
        inference.Decisions.ForEach(_monitor.Verbose);
        inference.Doubts.ForEach(_monitor.Warning);
        return columns;
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
                ? InOrder(columns.Length, layout.FieldCount)
                : throw DataErrors.ColumnCount(path, layout.Names.Count, columns.Length);
        int[] matching = InOrder(0, layout.FieldCount);
        for (int i = 0; i < layout.Names.Count; i++)
            matching[i] = places.GetValueOrDefault(layout.Names[i], -1);
        var absent = new List<string>();
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Storage != RawStorage.None && Array.IndexOf(matching, i) < 0)
                absent.Add(columns[i].Name);
        }
        return absent.Count == 0 ? matching : throw DataErrors.ColumnsMissing(path, absent);
    }

    /// <summary>The columns in the order of the fields; the fields after them belong to none.</summary>
    private static int[] InOrder(int columns, int fields)
    {
        var places = new int[fields];
        for (int i = 0; i < fields; i++)
            places[i] = i < columns ? i : -1;
        return places;
    }

    private (TableSource Source, long Line) FindLine(IReadOnlyList<TableSource> sources, RawColumn column, string text)
    {
        foreach (TableSource source in sources)
        {
            if (TableFaults.LineOf(source, _request.Options, column.Name, text) is { } line)
                return (source, line);
        }
        return (sources[0], 0);
    }

    private ComputeException DeclaredKindViolated(IReadOnlyList<TableSource> sources, RawColumn column, ColumnKind told, string misfit)
    {
        (TableSource source, long line) = FindLine(sources, column, misfit);
        return DataErrors.DeclaredKind(source.Name, column.Name, told, misfit, line);
    }
}
