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

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    private readonly NumberFormatInfo _format;
    private readonly byte _decimalPoint;
    private readonly ulong _decimalPoints;
    private readonly bool _isPlain;

    /// <param name="culture">Gives the decimal and group separators.</param>
    internal NumberText(CultureInfo culture)
    {
        _format = culture.NumberFormat;
        _isPlain = _format.NumberDecimalSeparator.Length == 1 && _format.NumberDecimalSeparator[0] < 128 && _format.NegativeSign == "-";
        _decimalPoint = _isPlain ? (byte)_format.NumberDecimalSeparator[0] : (byte)'.';
        _decimalPoints = _decimalPoint * 0x0101010101010101UL;
    }

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
        if (!_isPlain || text.Length == 0)
            return TryParseSlow(text, out value);
        // The sign is taken without a branch: which of many numbers are negative cannot be predicted.
        int negative = ToBit(text[0] == '-');
        ReadOnlySpan<byte> unsigned = text[negative..];
        ulong digits;
        int scale;
        bool isRead = unsigned.Length is >= 4 and <= 8 ? TryReadWord(unsigned, out digits, out scale) : TryReadDigits(unsigned, out digits, out scale);
        if (!isRead)
            return TryParseSlow(text, out value);
        double magnitude = digits / PowersOfTen[scale];
        value = BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(magnitude) | (ulong)negative << 63);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int ToBit(bool condition) => condition ? 1 : 0;

    /// <summary>Reads 4 to 8 characters at once: takes out the decimal point, checks that the rest are digits, and adds them up in pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadWord(ReadOnlySpan<byte> text, out ulong digits, out int scale)
    {
        const ulong zeros = 0x3030303030303030;
        int length = text.Length;
        ref byte start = ref MemoryMarshal.GetReference(text);
        // The first character in the lowest byte; the two halves overlap where there are fewer than eight.
        ulong word = Unsafe.ReadUnaligned<uint>(ref start) | (ulong)Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref start, length - 4)) << (8 * (length - 4));
        scale = 0;
        ulong point = word ^ _decimalPoints;
        ulong found = (point - 0x0101010101010101) & ~point & 0x8080808080808080;
        found &= ulong.MaxValue >> (64 - 8 * length);
        if (found != 0)
        {
            int place = BitOperations.TrailingZeroCount(found) & ~7;
            ulong before = word & ((1UL << place) - 1);
            // Shifted twice, because a shift by 64 would be one by 0.
            word = before | (word >> place >> 8) << place;
            length--;
            scale = length - (place >> 3);
        }
        // Leading zeros in the low bytes bring the last digit to the highest.
        word = word << (8 * (8 - length)) | zeros >> (4 * length) >> (4 * length);
        digits = 0;
        if ((word & 0xF0F0F0F0F0F0F0F0) != zeros || ((word + 0x0606060606060606) & 0xF0F0F0F0F0F0F0F0) != zeros)
            return false;
        word = (word & 0x0F0F0F0F0F0F0F0F) * 2561 >> 8;
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
