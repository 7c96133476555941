using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Reads numbers from UTF-8 text in one culture, without allocating. Short decimal numbers take the exact fast path of Clinger
/// ("How to read floating point numbers accurately", 1990): up to 19 digits whose integer is below 2^53, times or over a power of ten
/// up to 10^22, is correctly rounded by one multiplication or division. All others go to the framework's exact parser.
/// </summary>
internal sealed class NumberText
{
    private const ulong LargestExactInteger = 1UL << 53;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private readonly NumberFormatInfo _format;
    private readonly byte _decimalPoint;
    private readonly bool _isPlain;

    /// <param name="culture">Gives the decimal and group separators.</param>
    internal NumberText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _isPlain = _format.NumberDecimalSeparator.Length == 1 && _format.NumberDecimalSeparator[0] < 128 && _format.NegativeSign == "-";
        _decimalPoint = _isPlain ? (byte)_format.NumberDecimalSeparator[0] : (byte)'.';
    }

    /// <summary>
    /// The value that is kept of a number: its float32 rounding where that keeps seven digits of a small number or all of an integer,
    /// the number itself where it is large (times in seconds, account numbers). Import and prediction both apply it, so that a raw row
    /// gives the same inputs bit for bit.
    /// </summary>
    internal static double Kept(double value) =>
        Math.Abs(value) < 65536 || Math.Abs(value) <= 1 << 24 && Math.Floor(value) == value ? (float)value : value;

    /// <summary>Reads a finite number; surrounding white space is allowed. Infinity and NaN are no numbers here.</summary>
    internal bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        int position = 0;
        int length = text.Length;
        bool negative = false;
        if (length > 0 && (text[0] == '-' || text[0] == '+'))
        {
            negative = text[0] == '-';
            position = 1;
        }
        ulong digits = 0;
        int start = position;
        uint digit;
        while (position < length && (digit = text[position] - (uint)'0') <= 9)
        {
            digits = digits * 10 + digit;
            position++;
        }
        int count = position - start;
        int scale = 0;
        if (position < length && text[position] == _decimalPoint)
        {
            position++;
            int fraction = position;
            while (position < length && (digit = text[position] - (uint)'0') <= 9)
            {
                digits = digits * 10 + digit;
                position++;
            }
            scale = position - fraction;
            count += scale;
        }
        if (position != length || count == 0 || count > 19 || digits > LargestExactInteger || scale > 22 || !_isPlain)
            return TryParseSlow(text, out value);
        double magnitude = digits / PowersOfTen[scale];
        value = negative ? -magnitude : magnitude;
        return true;
    }

    /// <summary>Reads a finite number from UTF-16 text.</summary>
    internal bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (text.Length <= 20 && Encoding.UTF8.TryGetBytes(text, bytes, out int written))
            return TryParse(bytes[..written], out value);
        return TryParseText(text.ToString(), out value);
    }

    private bool TryParseSlow(ReadOnlySpan<byte> text, out double value)
    {
        if (text.Length == 0 || text.Length > 512)
        {
            value = 0;
            return false;
        }
        if (_decimalPoint == '.' && Utf8Parser.TryParse(text, out value, out int used) && used == text.Length && double.IsFinite(value))
            return true;
        return TryParseText(Encoding.UTF8.GetString(text), out value);
    }

    private bool TryParseText(string text, out double value)
    {
        if (!double.TryParse(text, NumberStyles.Float | NumberStyles.AllowThousands, _format, out value) || !double.IsFinite(value))
            return false;
        return _format.NumberGroupSeparator.Length == 0 || !text.Contains(_format.NumberGroupSeparator, StringComparison.Ordinal) || IsGrouped(text);
    }

    /// <summary>True where every group after the first has three digits: the framework also reads "1,2" as 12.</summary>
    private bool IsGrouped(string text)
    {
        int point = text.IndexOf(_format.NumberDecimalSeparator, StringComparison.Ordinal);
        string whole = (point < 0 ? text : text[..point]).Trim().TrimStart('-', '+');
        string[] groups = whole.Split(_format.NumberGroupSeparator);
        return groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(group => group.Length == 3 && group.All(char.IsAsciiDigit));
    }
}
