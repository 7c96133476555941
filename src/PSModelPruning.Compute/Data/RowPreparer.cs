using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>How many values of a column had to be replaced while rows were prepared.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Missing">Missing values that were filled; those that stay missing are not counted.</param>
/// <param name="Unseen">Categories that the training partition did not have.</param>
/// <param name="FirstUnseen">The first such category.</param>
internal sealed record PreparationCount(string Column, long Missing, long Unseen, string? FirstUnseen);

/// <summary>
/// Turns raw rows into the inputs of a model, exactly as the training rows were. Bind it to the incoming columns first, then prepare row by
/// row.
/// Not thread-safe.
/// </summary>
internal sealed class RowPreparer
{
    private readonly ColumnPreparer[] _columns;
    private readonly HashSet<string> _missingMarkers;
    private readonly HashSet<string> _numberMarkers;
    private readonly HashSet<double> _missingNumbers;
    private readonly int[] _sources;
    private readonly long[] _missing;
    private readonly long[] _unseen;
    private readonly string?[] _firstUnseen;
    private long _rows;

    internal RowPreparer(Preprocessing preprocessing)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(preprocessing.Culture);
        Preprocessing = preprocessing;
        _columns = [.. preprocessing.Features.Select(feature => new ColumnPreparer(feature, culture))];
        _missingMarkers = new HashSet<string>(preprocessing.MissingMarkers, StringComparer.OrdinalIgnoreCase) { "" };
        _numberMarkers = new HashSet<string>(_missingMarkers, StringComparer.OrdinalIgnoreCase);
        _numberMarkers.UnionWith(preprocessing.NumberMarkers);
        _missingNumbers = MissingText.NumbersOf(_numberMarkers);
        _sources = new int[_columns.Length];
        _missing = new long[_columns.Length];
        _unseen = new long[_columns.Length];
        _firstUnseen = new string?[_columns.Length];
        Array.Fill(_sources, -1);
    }

    internal Preprocessing Preprocessing { get; }

    /// <summary>Inputs of a row.</summary>
    internal int Width => Preprocessing.Width;

    /// <summary>What was replaced so far, a record for each column where something was.</summary>
    internal IReadOnlyList<PreparationCount> Counts =>
        [
            .. Enumerable
                .Range(0, _columns.Length)
                .Where(i => _missing[i] + _unseen[i] > 0)
                .Select(i => new PreparationCount(_columns[i].Column.Name, _missing[i], _unseen[i], _firstUnseen[i])),
        ];

    /// <summary>
    /// Finds the feature columns among the incoming ones by name, without regard to case where that is unambiguous. Extra columns are
    /// ignored.
    /// </summary>
    /// <param name="names">The incoming columns' names.</param>
    /// <exception cref="ComputeException"><c>PredictionColumnMissing</c>: lists the feature columns that are not there.</exception>
    internal void Bind(IReadOnlyList<string> names)
    {
        string[]? byPlace = Preprocessing.NamesByPlace(names);
        var exact = new Dictionary<string, int>(StringComparer.Ordinal);
        var loose = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int i = 0; i < names.Count; i++)
        {
            exact.TryAdd(names[i], i);
            loose.TryAdd(names[i], i);
        }
        var absent = new List<string>();
        for (int i = 0; i < _columns.Length; i++)
        {
            string name = byPlace?[i] ?? _columns[i].Column.Name;
            _sources[i] = exact.TryGetValue(name, out int at) || loose.TryGetValue(name, out at) ? at : -1;
            if (_sources[i] < 0)
                absent.Add(name);
        }
        if (absent.Count > 0)
            throw Preprocessing.PlaceCount > 0
                ? DataErrors.PredictionPlacesMissing(Preprocessing.PlaceCount, names)
                : DataErrors.PredictionColumnMissing(absent, names);
    }

    /// <summary>
    /// Binds the columns of a file: by name where it has names, otherwise by place if it has as many columns as the model has features.
    /// </summary>
    internal void Bind(RowReader rows)
    {
        if (rows.HasNames || _columns.Length != rows.Names.Count)
            Bind(rows.Names);
        else
            BindByPlace();
    }

    /// <summary>Takes the incoming fields as the features in their order.</summary>
    internal void BindByPlace()
    {
        for (int i = 0; i < _sources.Length; i++)
            _sources[i] = i;
    }

    /// <summary>Prepares a row of texts.</summary>
    /// <param name="fields">The row's fields in the order of the bound names; null, "" and the missing markers are missing values.</param>
    /// <param name="inputs">Receives <see cref="Width"/> inputs.</param>
    /// <exception cref="ComputeException"><c>PredictionValueInvalid</c>: text where a number or a date is expected.
    /// <c>ValueTooLarge</c>: a number that single precision does not hold once it is prepared.</exception>
    internal void Prepare(IReadOnlyList<string?> fields, Span<float> inputs) => Prepare(fields, [], inputs);

    /// <summary>Prepares a row of texts.</summary>
    /// <param name="fields">The row's fields in the order of the bound names; null, "" and the missing markers are missing values.</param>
    /// <param name="isQuoted">Whether each field stands in quotes, where a category is never a missing marker; empty where none
    /// does.</param>
    /// <param name="inputs">Receives <see cref="Width"/> inputs.</param>
    /// <exception cref="ComputeException"><c>PredictionValueInvalid</c>: text where a number or a date is expected.
    /// <c>ValueTooLarge</c>: a number that single precision does not hold once it is prepared.</exception>
    internal void Prepare(IReadOnlyList<string?> fields, IReadOnlyList<bool> isQuoted, Span<float> inputs)
    {
        _rows++;
        for (int i = 0; i < _columns.Length; i++)
            PrepareText(i, fields[_sources[i]]?.Trim(), inputs, isQuoted.Count > 0 && isQuoted[_sources[i]]);
    }

    /// <summary>Prepares a row of objects, such as the values of an object's properties.</summary>
    /// <param name="values">The row's values in the order of the bound names; null is a missing value.</param>
    /// <param name="inputs">Receives <see cref="Width"/> inputs.</param>
    /// <exception cref="ComputeException"><c>PredictionValueInvalid</c>: text where a number or a date is expected.
    /// <c>ValueTooLarge</c>: a number that single precision does not hold once it is prepared.</exception>
    internal void Prepare(IReadOnlyList<object?> values, Span<float> inputs)
    {
        _rows++;
        for (int i = 0; i < _columns.Length; i++)
        {
            ColumnPreparer column = _columns[i];
            object? value = values[_sources[i]];
            if (column.TryNumber(value, out double number) && !_missingNumbers.Contains(number))
                WriteNumber(column, number, Slice(column.Column, inputs));
            else
                PrepareText(i, column.Text(value), inputs);
        }
    }

    /// <summary>Prepares an image.</summary>
    /// <param name="pixels">Its bytes in the order of the bound names, those of <see cref="ImageSource.PixelNames"/>.</param>
    /// <param name="inputs">Receives <see cref="Width"/> inputs.</param>
    internal void Prepare(ReadOnlySpan<byte> pixels, Span<float> inputs)
    {
        _rows++;
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].IsNumeric)
                _columns[i].WriteNumber(pixels[_sources[i]], Slice(_columns[i].Column, inputs));
            else
                PrepareText(i, pixels[_sources[i]].ToString(CultureInfo.InvariantCulture), inputs);
        }
    }

    private void PrepareText(int index, string? text, Span<float> inputs, bool isQuoted = false)
    {
        ColumnPreparer column = _columns[index];
        Span<float> own = Slice(column.Column, inputs);
        bool isMissing =
            string.IsNullOrEmpty(text) || (column.IsNumeric ? _numberMarkers.Contains(text) : !isQuoted && _missingMarkers.Contains(text));
        double number = double.NaN;
        if (column.IsNumeric && !isMissing && !column.TryReadNumber(text!, out number))
        {
            if (!Preprocessing.TakesUnreadableAsMissing)
                throw DataErrors.PredictionValueInvalid(column.Column, text!, _rows);
            isMissing = true;
            number = double.NaN;
        }
        if (_missingNumbers.Contains(number))
        {
            isMissing = true;
            number = double.NaN;
        }
        if (isMissing && !column.Column.KeepsMissing)
            _missing[index]++;
        if (column.IsNumeric)
        {
            WriteNumber(column, number, own);
            return;
        }
        if (column.Column.Encoding == ColumnEncoding.Hash)
        {
            column.WriteHash(isMissing ? null : text, own);
            return;
        }
        int code = isMissing ? -1 : column.Code(text!);
        if (code < 0 && !isMissing)
        {
            _unseen[index]++;
            _firstUnseen[index] ??= text;
        }
        column.WriteCode(code, isMissing, own);
    }

    private void WriteNumber(ColumnPreparer column, double number, Span<float> own)
    {
        column.WriteNumber(number, own);
        if (float.IsInfinity(own[0]))
            throw DataErrors.PredictionValueTooLarge(column.Column, number.ToString("G6", CultureInfo.InvariantCulture), _rows);
    }

    private static Span<float> Slice(DatasetColumn column, Span<float> inputs) => inputs.Slice(column.FirstInput, column.InputCount);
}
