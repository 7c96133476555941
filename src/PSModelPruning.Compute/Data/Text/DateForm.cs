using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>The forms that the dates of a column have.</summary>
/// <param name="Format">The .NET format; several are divided by bars.</param>
/// <param name="Other">The format by which all dates can be read too, with day and month exchanged; null where there is none.</param>
internal sealed record DateForm(string Format, string? Other)
{
    /// <summary>What divides several formats, which no format holds.</summary>
    internal const char Divider = '|';

    private const int MostFormats = 5;
    private static readonly string[] MonthFirst = ["M/d/", "M-d-"];
    private static readonly string[] DayFirst = ["d/M/", "d-M-"];

    /// <summary>The forms of some texts; null where some are no dates.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="culture">Decides between month and day first where both can be read.</param>
    /// <param name="told">The formats that the caller named; null for the known ones.</param>
    internal static DateForm? Of(IReadOnlyCollection<string> texts, CultureInfo culture, IReadOnlyList<string>? told)
    {
        if (texts.Count == 0)
            return null;
        if (told is not null)
            return Using(texts, culture, told) is { } named ? new DateForm(named, null) : null;
        if (!texts.First().Any(char.IsAsciiDigit))
            return null;
        string? month = Using(texts, culture, [.. DateText.Formats.Where(format => !StartsWith(format, DayFirst))]);
        string? day = Using(texts, culture, [.. DateText.Formats.Where(format => !StartsWith(format, MonthFirst))]);
        if (month is null || day is null || month == day)
            return (month ?? day) is { } only ? new DateForm(only, null) : null;
        bool dayFirst = culture.DateTimeFormat.ShortDatePattern.StartsWith('d');
        return dayFirst ? new DateForm(day, month) : new DateForm(month, day);
    }

    /// <summary>Whether texts that have no common form are dates, some with the day first and some with the month first.</summary>
    internal static bool HasBothOrders(IReadOnlyCollection<string> texts, CultureInfo culture) =>
        texts.Count > 0 && texts.First().Any(char.IsAsciiDigit) && Using(texts, culture, DateText.Formats) is not null;

    /// <summary>Whether the day comes first in dates with slashes; null where there are none.</summary>
    internal static bool? IsDayFirst(string format) =>
        format.Split(Divider).Any(one => StartsWith(one, DayFirst)) ? true
        : format.Split(Divider).Any(one => StartsWith(one, MonthFirst)) ? false
        : null;

    private static bool StartsWith(string format, string[] beginnings) =>
        Array.Exists(beginnings, beginning => format.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>The formats, divided by bars, that all texts have: one where one is enough.</summary>
    private static string? Using(IReadOnlyCollection<string> texts, CultureInfo culture, IReadOnlyList<string> formats)
    {
        foreach (string format in formats)
        {
            var one = new DateText(culture, format);
            if (texts.All(text => one.TryParse(text, out _)))
                return format;
        }
        var used = new List<string>();
        DateText[] readers = [.. formats.Where(format => !DateText.IsTimeOnly(format)).Select(format => new DateText(culture, format))];
        foreach (string text in texts)
        {
            DateText? reader = Array.Find(readers, reader => reader.TryParse(text, out _));
            if (reader is null)
                return null;
            if (!used.Contains(reader.Format!))
                used.Add(reader.Format!);
            if (used.Count > MostFormats)
                return null;
        }
        return string.Join(Divider, used);
    }
}
