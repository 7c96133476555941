using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>The texts of one column at the beginning of a table, and what they say about it.</summary>
internal sealed class ColumnSample
{
    /// <summary>The fraction of values that must be numbers or dates for a column to be one of them; the rest does not fit.</summary>
    internal const double LeastFitting = 0.95;

    private readonly List<string> _texts = [];
    private readonly List<WrittenNumber> _numbers = [];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>Texts that stand for a missing number, and so may be texts or missing.</summary>
    internal bool HasMarkers { get; private set; }

    /// <summary>Texts that are not missing.</summary>
    internal int Count => _texts.Count;

    /// <summary>Texts that are numbers in some form.</summary>
    internal int NumberCount => _numbers.Count;

    /// <summary>A text that is no number; null where there is none.</summary>
    internal string? Other => _others.FirstOrDefault();

    /// <summary>Takes a text that is not missing.</summary>
    internal void Add(string text)
    {
        _texts.Add(text);
        if (WrittenNumber.TryRead(text, out WrittenNumber number))
            _numbers.Add(number);
        else
            _others.Add(text);
    }

    /// <summary>Takes a text that is missing if the column holds numbers or dates.</summary>
    internal void AddMarker() => HasMarkers = true;

    /// <summary>How many numbers say one thing about the decimal separator.</summary>
    internal int CountOf(DecimalEvidence evidence) => _numbers.Count(number => number.Evidence == evidence);

    /// <summary>The first number that says one thing about the decimal separator, as it is read.</summary>
    internal WrittenNumber First(DecimalEvidence evidence) => _numbers.First(number => number.Evidence == evidence);

    /// <summary>Whether the comma is the decimal separator, by the column's own numbers; null where they do not tell.</summary>
    internal bool? DecimalComma =>
        (CountOf(DecimalEvidence.Comma), CountOf(DecimalEvidence.Point)) switch
        {
            (> 0, 0) => true,
            (0, > 0) => false,
            (0, 0) => null,
            var (commas, points) => commas > points,
        };

    /// <summary>The currency or percent sign beside the numbers; "" where some are not written as programs write them; null where all
    /// are.</summary>
    internal string? Unit
    {
        get
        {
            string[] units = [.. _numbers.Select(number => number.Unit).Where(unit => unit.Length > 0).Distinct(StringComparer.Ordinal)];
            return units.Length == 1 ? units[0]
                : _numbers.TrueForAll(number => number.IsPlain) ? null
                : "";
        }
    }

    /// <summary>Whether the column's values are numbers of a form, but for a few.</summary>
    internal bool AreNumbers(NumberForm form, CultureInfo culture)
    {
        var plain = new NumberText(form.CultureOf(culture));
        bool comma = form.CultureOf(culture).NumberFormat.NumberDecimalSeparator == ",";
        int fitting = _texts.Count(text =>
            form.Unit is { } unit ? NumberForm.TryParse(text, unit, comma, out _) : plain.TryParse(text.AsSpan().Trim(), out _)
        );
        return fitting >= _texts.Count * LeastFitting;
    }

    /// <summary>Whether all texts are dates, and no order of day and month fits all of them.</summary>
    internal bool HasDatesOfBothOrders(CultureInfo culture) => _numbers.Count == 0 && DateForm.HasBothOrders(_others, culture);

    /// <summary>The forms of the column's dates; null where it has other texts.</summary>
    internal DateForm? Dates(CultureInfo culture, IReadOnlyList<string>? formats)
    {
        if (formats is not null && DateForm.Of(_texts, culture, formats) is { } told)
            return told;
        return formats is null && _numbers.Count == 0 ? DateForm.Of(_others, culture, null) : null;
    }
}
