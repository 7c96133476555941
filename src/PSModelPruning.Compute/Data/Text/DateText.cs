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
        "d/M/yyyy h:mm:ss tt",
        "d/M/yyyy h:mm tt",
        "d.M.yyyy",
        "d.M.yyyy H:mm",
        "d.M.yyyy H:mm:ss",
        "M-d-yyyy",
        "M-d-yyyy H:mm",
        "M-d-yyyy H:mm:ss",
        "d-M-yyyy",
        "d-M-yyyy H:mm",
        "d-M-yyyy H:mm:ss",
        "d.M.yy",
        "M/d/yy",
        "d/M/yy",
        "d-MMM-yyyy",
        "d-MMM-yy",
        "d MMM yyyy",
        "MMM d, yyyy",
        "d MMMM yyyy",
        "MMMM d, yyyy",
        "HH:mm:ss",
        "HH:mm",
    ];

    private readonly CultureInfo _culture;
    private readonly string[] _formats;
    private readonly NumberText _numbers;

    /// <param name="culture">Gives the names of months and the culture's own forms.</param>
    /// <param name="format">The .NET format, or several that are divided by bars; null for any of the culture's own.</param>
    internal DateText(CultureInfo culture, string? format)
    {
        _culture = culture;
        Format = format;
        _formats = format?.Split(DateForm.Divider) ?? [];
        _numbers = new NumberText(culture);
    }

    /// <summary>The formats that were told, divided by bars; null for any of the culture's own.</summary>
    internal string? Format { get; }

    /// <summary>Reads a text that is a date, a time or a Unix time.</summary>
    internal bool TryParse(ReadOnlySpan<char> text, out double seconds)
    {
        bool isTime = Format is not null && IsTimeOnly(Format);
        bool isRead = Format is null
            ? DateTime.TryParse(text, _culture, Styles, out DateTime value)
            : DateTime.TryParseExact(text, _formats, _culture, isTime ? Styles | DateTimeStyles.NoCurrentDateDefault : Styles, out value);
        if (isRead)
        {
            seconds = isTime ? value.TimeOfDay.TotalSeconds : Seconds(value);
            return true;
        }
        if (Format is null && _numbers.TryParse(text.Trim(), out double number))
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

    /// <summary>Whether a format has no date.</summary>
    internal static bool IsTimeOnly(string format) => format.StartsWith('H');
}
