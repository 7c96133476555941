using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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

    // A span of constants, because an array would be looked for at each use by code that is compiled before this class is initialized.
    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private static ReadOnlySpan<double> SignedPowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, -1e0, -1e1, -1e2, -1e3, -1e4, -1e5, -1e6, -1e7];

    private readonly NumberFormatInfo _format;
    private readonly byte _decimalPoint;

    /// <param name="culture">Gives the decimal and group separators.</param>
    internal NumberText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        IsPlain = _format.NumberDecimalSeparator.Length == 1 && _format.NumberDecimalSeparator[0] < 128 && _format.NegativeSign == "-";
        _decimalPoint = IsPlain ? (byte)_format.NumberDecimalSeparator[0] : (byte)'.';
        DecimalPoints = _decimalPoint * 0x0101010101010101UL;
    }

    /// <summary>Eight decimal points of the culture. Meaningful where <see cref="IsPlain"/>.</summary>
    internal ulong DecimalPoints { get; }

    /// <summary>Whether numbers are written with one ASCII decimal point and '-'.</summary>
    internal bool IsPlain { get; }

    /// <summary>
    /// The value that is kept of a number: its float32 rounding where that keeps seven digits of a small number or all of an integer,
    /// the number itself where it is large (times in seconds, account numbers). Import and prediction both apply it, so that a raw row
    /// gives the same inputs bit for bit.
    /// </summary>
    internal static double Kept(double value) => FitsSingle(value) ? (float)value : value;

    /// <summary>Whether <see cref="Kept"/> rounds a number to float32. False for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool FitsSingle(double value) => Math.Abs(value) < 65536 || Math.Abs(value) <= 1 << 24 && Math.Floor(value) == value;

    /// <summary>Reads a finite number; surrounding white space is allowed. Infinity and NaN are no numbers here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        if (!IsPlain || text.Length == 0)
            return TryParseSlow(text, out value);
        // The sign is taken without a branch: which of many numbers are negative cannot be predicted.
        int negative = ToBit(text[0] == '-');
        ReadOnlySpan<byte> unsigned = text[negative..];
        ulong digits;
        int scale;
        bool isRead = unsigned.Length is >= 4 and <= 8
            ? TryReadWord(LoadWord(unsigned), unsigned.Length, DecimalPoints, out digits, out scale)
            : TryReadDigits(unsigned, out digits, out scale);
        if (!isRead)
            return TryParseSlow(text, out value);
        double magnitude = digits / PowersOfTen[scale];
        value = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(magnitude) | (ulong)negative << 63);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToBit(bool condition) => condition ? 1 : 0;

    /// <summary>
    /// Reads a number of at most eight characters after its sign, as <see cref="TryParse(ReadOnlySpan{byte}, out double)"/> does; NaN for
    /// all else, also for longer numbers.
    /// </summary>
    /// <param name="start">The first character; nine bytes from here on must be readable.</param>
    /// <param name="length">How many characters.</param>
    /// <param name="decimalPoints">A culture's <see cref="DecimalPoints"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double ParseShort(ref byte start, int length, ulong decimalPoints)
    {
        int negative = ToBit(start == '-');
        length -= negative;
        if (
            (uint)(length - 1) > 7
            || !TryReadWord(
                Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref start, negative)),
                length,
                decimalPoints,
                out ulong digits,
                out int scale
            )
        )
            return double.NaN;
        // The sign comes with the divisor, so that it also reaches a zero.
        return (long)digits / Unsafe.Add(ref MemoryMarshal.GetReference(SignedPowersOfTen), scale + 8 * negative);
    }

    /// <summary>4 to 8 characters, the first in the lowest byte; the two halves overlap where there are fewer than eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LoadWord(ReadOnlySpan<byte> text)
    {
        ref byte start = ref MemoryMarshal.GetReference(text);
        return Unsafe.ReadUnaligned<uint>(ref start)
            | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, text.Length - 4)) << (8 * (text.Length - 4));
    }

    /// <summary>
    /// Reads 1 to 8 characters at once: takes out the decimal point, checks that the rest are digits, and adds them up in pairs.
    /// </summary>
    /// <param name="word">The characters, the first in the lowest byte; what lies above them does not count.</param>
    /// <param name="length">How many.</param>
    /// <param name="decimalPoints">Eight decimal points.</param>
    /// <param name="digits">The number without its decimal point.</param>
    /// <param name="scale">Digits after the decimal point.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadWord(ulong word, int length, ulong decimalPoints, out ulong digits, out int scale)
    {
        scale = 0;
        ulong point = word ^ decimalPoints;
        ulong found = (point - 0x0101010101010101) & ~point & 0x8080808080808080;
        // All bits in front of the first point; all bits where there is none.
        ulong before = ((found & (0 - found)) >> 7) - 1;
        word = word & before | word >> 8 & ~before;
        int place = BitOperations.TrailingZeroCount(found) >> 3;
        if (place < length)
        {
            length--;
            scale = length - place;
        }
        // The last digit comes to the highest byte, and the bytes below the first one become zeros.
        word = (word ^ 0x3030303030303030) << (64 - 8 * length);
        digits = 0;
        if (length == 0 || ((word | word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) != 0)
            return false;
        word = word * 2561 >> 8;
        word = (word & 0x00FF00FF00FF00FF) * 6553601 >> 16;
        digits = (word & 0x0000FFFF0000FFFF) * 42949672960001 >> 32;
        return true;
    }

    private bool TryReadDigits(ReadOnlySpan<byte> text, out ulong digits, out int scale)
    {
        int position = 0;
        uint digit;
        digits = 0;
        scale = 0;
        while (position < text.Length && (digit = text[position] - (uint)'0') <= 9)
        {
            digits = digits * 10 + digit;
            position++;
        }
        int count = position;
        if (position < text.Length && text[position] == _decimalPoint)
        {
            position++;
            int fraction = position;
            while (position < text.Length && (digit = text[position] - (uint)'0') <= 9)
            {
                digits = digits * 10 + digit;
                position++;
            }
            scale = position - fraction;
            count += scale;
        }
        return position == text.Length && count is > 0 and <= 19 && digits <= LargestExactInteger && scale <= 22;
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
        return _format.NumberGroupSeparator.Length == 0
            || !text.Contains(_format.NumberGroupSeparator, StringComparison.Ordinal)
            || IsGrouped(text);
    }

    /// <summary>True where every group after the first has three digits: the framework also reads "1,2" as 12. The first
    /// does not start with zero.</summary>
    private bool IsGrouped(string text)
    {
        int point = text.IndexOf(_format.NumberDecimalSeparator, StringComparison.Ordinal);
        string whole = (point < 0 ? text : text[..point]).Trim().TrimStart('-', '+');
        string[] groups = whole.Split(_format.NumberGroupSeparator);
        return groups[0].Length is >= 1 and <= 3
            && groups[0][0] != '0'
            && groups.Skip(1).All(group => group.Length == 3 && group.All(char.IsAsciiDigit));
    }
}
