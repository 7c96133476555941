using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads the rows of a CSV or TSV file one after another as texts; plain or gzip. Delimiter, quoting, header and encoding are found out
/// where they are not told. Holds one record in memory.
/// </summary>
internal sealed class TabularRowReader : RowReader
{
    private readonly string _path;
    private readonly Stream _stream;
    private readonly CsvReader _reader;
    private readonly TableLayout _layout;
    private readonly string?[] _fields;
    private readonly bool[] _isQuoted;
    private readonly int _lineOffset;

    private TabularRowReader(string path, Stream stream, TableLayout layout, bool hasNames, int lineOffset)
        : base(Path.GetFileName(path))
    {
        HasNames = hasNames;
        _path = path;
        _stream = stream;
        _layout = layout;
        _lineOffset = lineOffset;
        _fields = new string?[layout.Names.Count];
        _isQuoted = new bool[layout.Names.Count];
        _reader = CsvReader.Create(stream, layout.ReaderOptions with { TrackLineNumbers = true }, leaveOpen: true);
        if (layout.HasHeader)
            _reader.Read();
    }

    /// <summary>The columns' names; Column1, Column2 … where the file has no header.</summary>
    internal override IReadOnlyList<string> Names => _layout.Names;

    /// <summary>Whether the names come from the file or were told, rather than made up from the places.</summary>
    internal override bool HasNames { get; }

    /// <summary>The line of the file on which the current row starts, from 1.</summary>
    internal long LineNumber => _reader.LineNumber + _layout.SkippedLines + _lineOffset;

    /// <summary>Whether the current row's fields stand in quotes. The list is used again for the next row.</summary>
    internal IReadOnlyList<bool> IsQuoted => _isQuoted;

    /// <summary>The current row's fields, in the order of <see cref="Names"/>. The list is used again for the next row.</summary>
    internal IReadOnlyList<string?> Fields => _fields;

    /// <summary>Opens a file on disk and reads its header.</summary>
    /// <exception cref="ComputeException"><c>DataFileNotFound</c>, <c>DataFileUnreadable</c>, <c>DataFileEmpty</c>,
    /// <c>DataFileBinary</c>.</exception>
    internal static TabularRowReader Open(string path, TableOptions? options = null)
    {
        options ??= new TableOptions();
        return Open(TableStream.Open(new DiskItem(path).Open(), options, path), options, path);
    }

    /// <summary>Reads the header of a table, and owns it.</summary>
    /// <param name="table">The text.</param>
    /// <param name="options">Its form.</param>
    /// <param name="path">Named in errors, and the source of predictions.</param>
    /// <param name="lineOffset">What is added to a line of the text to get the line of the file.</param>
    internal static TabularRowReader Open(TableStream table, TableOptions options, string path, int lineOffset = 0)
    {
        try
        {
            TableLayout layout = TableLayoutDetector.Detect(table, options, path);
            return new TabularRowReader(path, table.AsStream(), layout, layout.HasHeader || options.Header is not null, lineOffset);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    /// <summary>Goes to the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="ComputeException"><c>RaggedRow</c>: a row has another number of fields than there are columns.
    /// <c>DataFileTruncated</c>: the compressed file ends too early.</exception>
    internal override bool Read()
    {
        try
        {
            if (!_reader.Read())
                return false;
        }
        catch (InvalidDataException e)
        {
            throw DataErrors.Truncated(_path, e);
        }
        catch (CsvFormatException e)
        {
            throw DataErrors.Malformed(_path, LineNumber, e);
        }
        if (_reader.FieldCount != _layout.FieldCount || _layout.HasTrailingDelimiter && _reader.GetSpan(_layout.Names.Count).Length > 0)
            throw DataErrors.Ragged(_path, LineNumber, _reader.FieldCount, _layout, isComment: false);
        for (int i = 0; i < _fields.Length; i++)
        {
            _fields[i] = _reader.GetString(i);
            _isQuoted[i] = _layout.Mode == CsvMode.Rfc4180 && MissingText.IsQuoted(_reader.GetRawSpan(i));
        }
        return true;
    }

    internal override void Prepare(RowPreparer preparer, Span<float> inputs) => preparer.Prepare(_fields, _isQuoted, inputs);

    internal override string? Label(string target)
    {
        if (!HasNames)
            return null;
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i].Equals(target, StringComparison.OrdinalIgnoreCase))
                return _fields[i]?.Trim();
        }
        return null;
    }

    public override void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
