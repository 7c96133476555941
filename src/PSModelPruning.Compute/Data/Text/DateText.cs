using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads dates and times as seconds since 1970-01-01 00:00 UTC (times without a date: seconds since midnight). Values without a time zone
/// are taken as UTC, so that the numbers do not depend on the machine. Numbers are Unix times: seconds, or milliseconds above 10^11.
/// </summary>
internal sealed class DateText
{
    private const double UnixMillisecondsAbove = 1e11;
    private const DateTimeStyles Styles =
        DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    /// <summary>The forms that are recognized in texts, in the order in which they are tried.</summary>
    internal static readonly IReadOnlyList<string> Formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mm:ss",
        "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd HH:mm",
        "yyyy-MM-ddTHH:mm",
        "yyyy-MM-dd HH:mm:sszzz",
        "yyyy/MM/dd",
        "yyyy/MM/dd HH:mm:ss",
        "yyyyMMddTHHmmss",
        "M/d/yyyy",
        "M/d/yyyy H:mm",
        "M/d/yyyy H:mm:ss",
        "M/d/yyyy h:mm:ss tt",
        "M/d/yyyy h:mm tt",
        "d/M/yyyy",
        "d/M/yyyy H:mm",
        "d/M/yyyy H:mm:ss",
        "d.M.yyyy",
        "d.M.yyyy H:mm",
        "d.M.yyyy H:mm:ss",
        "d-MMM-yyyy",
        "d MMM yyyy",
        "MMM d, yyyy",
        "HH:mm:ss",
        "HH:mm",
    ];

    private readonly CultureInfo _culture;
    private readonly string? _format;
    private readonly NumberText _numbers;

    /// <param name="culture">Gives the names of months and the culture's own forms.</param>
    /// <param name="format">The .NET format; null for any of the culture's own.</param>
    internal DateText(CultureInfo culture, string? format)
    {
        _culture = culture;
        _format = format;
        _numbers = new NumberText(culture);
    }

    /// <summary>Reads a text that is a date, a time or a Unix time.</summary>
    internal bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        bool isRead = _format is null
            ? DateTime.TryParse(text, _culture, Styles, out DateTime value)
            : DateTime.TryParseExact(
                text,
                _format,
                _culture,
                IsTimeOnly(_format) ? Styles | DateTimeStyles.NoCurrentDateDefault : Styles,
                out value
            );
        if (isRead)
        {
            seconds = _format is not null && IsTimeOnly(_format) ? value.TimeOfDay.TotalSeconds : Seconds(value);
            return true;
        }
        if (_format is null && _numbers.TryParse(text.Trim(), out double number))
        {
            seconds = Math.Abs(number) > UnixMillisecondsAbove ? number / 1000 : number;
            return true;
        }
        seconds = 0;
        return false;
    }

    /// <summary>A date in UTC; one without a time zone is taken as UTC, as texts are.</summary>
    internal static DateTime Utc(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;

    /// <summary>Seconds since 1970-01-01 00:00 UTC.</summary>
    internal static double Seconds(DateTime value) => (value - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>The first form that all texts have, or null.</summary>
    internal static string? FormatOf(IReadOnlyCollection<string> texts, CultureInfo culture)
    {
        if (texts.Count == 0 || !texts.First().Any(char.IsAsciiDigit))
            return null;
        bool dayFirst = culture.DateTimeFormat.ShortDatePattern.StartsWith('d');
        IEnumerable<string> ordered = dayFirst ? Formats.OrderBy(format => format.StartsWith("M/d", StringComparison.Ordinal)) : Formats;
        return ordered.FirstOrDefault(format =>
        {
            var reader = new DateText(culture, format);
            return texts.All(text => reader.TryParse(text, out _));
        });
    }

    private static bool IsTimeOnly(string format) => format.StartsWith('H');
}
