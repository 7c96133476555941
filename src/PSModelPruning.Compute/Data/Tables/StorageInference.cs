using System.Globalization;
using System.Text;
using CsvHelper;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Guesses from the beginning of a table how each column is best held: as numbers, dates or texts, and how these are written. A wrong guess
/// costs a second reading.
/// </summary>
internal sealed class StorageInference
{
    private const int ProbedRows = 1000;
    private readonly TableLayout _layout;
    private readonly TableRequest _request;
    private readonly ColumnSample[] _samples;
    private readonly CultureInfo _culture;
    private readonly bool? _decimalComma;
    private bool? _dayFirst;

    /// <param name="beginning">The first bytes of the table.</param>
    /// <param name="layout">Its form.</param>
    /// <param name="request">Which columns are excluded, and kinds that were told.</param>
    internal StorageInference(ReadOnlyMemory<byte> beginning, TableLayout layout, TableRequest request)
    {
        _layout = layout;
        _request = request;
        _culture = request.Options.CultureInfo;
        _samples = Sample(beginning[..Math.Min(layout.SampleBytes, beginning.Length)]);
        _decimalComma = DecimalComma();
    }

    /// <summary>What was decided and may be wrong.</summary>
    internal List<ComputeMessage> Doubts { get; } = [];

    /// <summary>What was decided and is hardly wrong.</summary>
    internal List<ComputeMessage> Decisions { get; } = [];

    /// <summary>How each column is held.</summary>
    internal RawColumn[] Guess()
    {
        // Dates that can be read in one way only decide about the others.
        DateForm?[] dates = [.. _samples.Select((sample, i) => IsOpen(i) ? sample.Dates(_culture, _request.Options.DateFormats) : null)];
        bool?[] orders = [.. dates.Select(form => form is { Other: null } ? DateForm.IsDayFirst(form.Format) : null)];
        _dayFirst = orders.Contains(true) == orders.Contains(false) ? null : orders.Contains(true);
        var columns = new RawColumn[_samples.Length];
        for (int i = 0; i < columns.Length; i++)
            columns[i] = Column(_layout.Names[i], _samples[i], dates[i]);
        if (_request.Options.DateFormats is { } formats && !Array.Exists(columns, column => column.Storage == RawStorage.Date))
            Doubts.Add($"{Option.DateFormat.Is(string.Join(", ", formats))} fits no column, so no column was read as dates.");
        return columns;
    }

    private ColumnSample[] Sample(ReadOnlyMemory<byte> sample)
    {
        ColumnSample[] samples = [.. _layout.Names.Select(_ => new ColumnSample())];
        var missing = new MissingText(_request.Options);
        using CsvReader reader = CsvReader.Create(sample, _layout.ReaderOptions);
        if (_layout.HasHeader)
            reader.Read();
        for (int row = 0; row < ProbedRows && reader.Read(); row++)
        {
            for (int i = 0; i < Math.Min(samples.Length, reader.FieldCount); i++)
            {
                ReadOnlySpan<byte> field = reader.GetSpan(i).Trim(" \t"u8);
                if (missing.IsMissingNumber(field))
                {
                    if (field.Length > 0 && (!missing.Contains(field) || MissingText.IsQuoted(reader.GetRawSpan(i))))
                        samples[i].AddMarker();
                }
                else
                    samples[i].Add(Encoding.UTF8.GetString(field));
            }
        }
        return samples;
    }

    /// <summary>Whether the comma is the decimal separator, by the columns that tell; null where none does, or they contradict.</summary>
    private bool? DecimalComma()
    {
        bool?[] told = [.. _samples.Where(IsMostlyNumbers).Select(sample => sample.DecimalComma)];
        bool comma = told.Contains(true),
            point = told.Contains(false);
        return comma == point ? null : comma;
    }

    private static bool IsMostlyNumbers(ColumnSample sample) => sample.NumberCount * 2 > sample.Count;

    private bool IsOpen(int column) => !_request.IsExcluded(_layout.Names[column]) && _request.KindOf(_layout.Names[column]) is null;

    private RawColumn Column(string name, ColumnSample sample, DateForm? dates)
    {
        if (_request.IsExcluded(name))
            return new RawColumn(name, RawStorage.None);
        return _request.KindOf(name) switch
        {
            ColumnKind.Number => Numbers(name, sample),
            ColumnKind.DateTime => Dates(name, sample.NumberCount == 0 ? sample.Dates(_culture, _request.Options.DateFormats) : null),
            { } => new RawColumn(name, RawStorage.Text),
            null => Inferred(name, sample, dates),
        };
    }

    private RawColumn Inferred(string name, ColumnSample sample, DateForm? dates)
    {
        if (dates is not null)
            return Dates(name, dates);
        if (sample.Count == 0)
            return new RawColumn(name, sample.HasMarkers ? RawStorage.Text : RawStorage.Number);
        RawColumn numbers = Numbers(name, sample);
        if (sample.AreNumbers(numbers.Form, _culture))
        {
            TellForm(name, sample, numbers.Form);
            return numbers;
        }
        if (IsMostlyNumbers(sample))
            Doubts.Add(
                $"Column '{name}' holds numbers{(sample.Other is { } other ? $" and also texts such as '{other}'" : " of different forms")}"
                    + $", so its values are taken as categories. If such texts mean a missing value, name them with {Option.MissingMarker}."
            );
        else if (sample.HasDatesOfBothOrders(_culture))
            Doubts.Add(
                $"Column '{name}' holds dates with the day first and dates with the month first, so its values are taken as categories. "
                    + $"Correct them, or name the formats in the order to try with {Option.DateFormat}."
            );
        return new RawColumn(name, RawStorage.Text);
    }

    private RawColumn Numbers(string name, ColumnSample sample)
    {
        bool comma = _request.Options.Culture is null && (sample.DecimalComma ?? _decimalComma ?? IsCommaBySemicolon(sample));
        var form = new NumberForm(comma, sample.Unit);
        var notes = new List<string>();
        if (comma && HasSeparators(sample))
            notes.Add("decimal comma");
        if (form.Unit is { Length: > 0 } unit)
            notes.Add($"'{unit}' taken off");
        return new RawColumn(name, RawStorage.Number) { Form = comma || form.Unit is not null ? form : NumberForm.Plain, Notes = notes };
    }

    /// <summary>Semicolons between fields leave the comma to numbers.</summary>
    private bool IsCommaBySemicolon(ColumnSample sample) => _layout.Delimiter == ';' && sample.CountOf(DecimalEvidence.EitherComma) > 0;

    private static bool HasSeparators(ColumnSample sample) => sample.CountOf(DecimalEvidence.None) < sample.NumberCount;

    /// <summary>Tells how numbers are read, and what else they may mean.</summary>
    private void TellForm(string name, ColumnSample sample, NumberForm form)
    {
        if (form.Unit is { Length: > 0 } unit)
            Doubts.Add(
                unit is "%" or "\u2030"
                    ? $"Column '{name}' holds numbers with '{unit}', which are read without it: 4.5{unit} is 4.5."
                    : (ComputeMessage)$"Column '{name}' holds numbers with '{unit}', which are read without it."
            );
        if (_request.Options.Culture is not null)
            return;
        if (form.DecimalComma && HasSeparators(sample))
            Decisions.Add($"Column '{name}' has numbers with a decimal comma.");
        if (sample.DecimalComma is not null)
            return;
        if (sample.CountOf(DecimalEvidence.EitherComma) > 0)
            Doubts.Add(Ambiguous(name, sample.First(DecimalEvidence.EitherComma), form.DecimalComma));
        else if (form.DecimalComma && sample.CountOf(DecimalEvidence.EitherPoint) > 0)
            Doubts.Add(Ambiguous(name, sample.First(DecimalEvidence.EitherPoint), form.DecimalComma));
    }

    private static ComputeMessage Ambiguous(string name, WrittenNumber number, bool decimalComma)
    {
        number.TryValue(decimalComma, out double read);
        number.TryValue(!decimalComma, out double other);
        return $"Column '{name}' holds numbers such as '{number.Digits}', which was read as {read} and could also be {other}. "
            + $"{Option.Culture.Is(decimalComma ? "en-US" : "de-DE")} reads it as {other}.";
    }

    private RawColumn Dates(string name, DateForm? form)
    {
        if (form is { Other: not null } && _dayFirst is { } dayFirst && DateForm.IsDayFirst(form.Format) != dayFirst)
            form = new DateForm(form.Other, form.Format);
        if (form is { Other: { } other } && _dayFirst is null && _request.Options.Culture is null)
            Doubts.Add(
                $"Column '{name}' holds dates that can be read with the month or the day first; they were read as {form.Format}. "
                    + $"{Option.DateFormat.Is(other)} reads them the other way."
            );
        return new RawColumn(name, RawStorage.Date, form?.Format)
        {
            OtherDateFormat = form?.Other,
            Notes = form is null ? [] : [$"read as {form.Format.Replace("|", " or ", StringComparison.Ordinal)}"],
        };
    }
}
