using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>What the separators of a number say about the decimal separator.</summary>
internal enum DecimalEvidence
{
    /// <summary>The number has neither a point nor a comma.</summary>
    None,

    /// <summary>The comma is the decimal separator: 75,48 or 1.234,5.</summary>
    Comma,

    /// <summary>The point is the decimal separator: 75.48 or 1,234.5.</summary>
    Point,

    /// <summary>One comma before three digits: 1,250 is 1250 or 1.25.</summary>
    EitherComma,

    /// <summary>One point before three digits: 1.250 is 1.25 or 1250.</summary>
    EitherPoint,
}

/// <summary>
/// A number as people write it: with a sign or in parentheses, a currency or a percent sign, digits in groups of three, and a decimal
/// separator that only the whole table may tell.
/// </summary>
/// <param name="Digits">The digits with points, commas and an exponent, without sign, unit and blanks.</param>
/// <param name="Unit">The currency or percent sign; "" for none.</param>
/// <param name="IsNegative">Whether it is below zero.</param>
/// <param name="IsPlain">Whether it is written as programs write it: no unit, no blanks or apostrophes between groups, no
/// parentheses.</param>
/// <param name="Evidence">What its separators say.</param>
internal readonly record struct WrittenNumber(string Digits, string Unit, bool IsNegative, bool IsPlain, DecimalEvidence Evidence)
{
    private const int LongestText = 64;

    private static readonly string[] Codes =
    [
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "CHF",
        "CNY",
        "INR",
        "AUD",
        "CAD",
        "NZD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "HUF",
        "BRL",
        "MXN",
        "ZAR",
        "TRY",
        "RUB",
        "KRW",
        "kr",
        "zł",
        "Kč",
    ];

    /// <summary>Reads the parts of a number.</summary>
    internal static bool TryRead(string text, out WrittenNumber number)
    {
        number = default;
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.Length is 0 or > LongestText)
            return false;
        bool isNegative = false,
            isBracketed = rest.Length > 2 && rest[0] == '(' && rest[^1] == ')';
        if (isBracketed)
            rest = rest[1..^1].Trim();
        TakeSign(ref rest, ref isNegative);
        string unit = TakeUnit(ref rest);
        if (unit.Length > 0)
            TakeSign(ref rest, ref isNegative);
        int exponent = Exponent(rest);
        if (!TryReadDigits(rest[..exponent], out string digits, out bool hasBlanks, out DecimalEvidence evidence))
            return false;
        if (exponent < rest.Length && evidence == DecimalEvidence.EitherComma)
            evidence = DecimalEvidence.Comma;
        if (exponent < rest.Length && evidence == DecimalEvidence.EitherPoint)
            evidence = DecimalEvidence.Point;
        number = new WrittenNumber(
            digits + rest[exponent..].ToString(),
            unit,
            isNegative || isBracketed,
            unit.Length == 0 && !hasBlanks && !isBracketed,
            evidence
        );
        return true;
    }

    /// <summary>The value with a decimal separator.</summary>
    /// <returns>False where it is not a number then.</returns>
    internal bool TryValue(bool decimalComma, out double value)
    {
        value = 0;
        if (Evidence == (decimalComma ? DecimalEvidence.Point : DecimalEvidence.Comma))
            return false;
        string plain = decimalComma
            ? Digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
            : Digits.Replace(",", "", StringComparison.Ordinal);
        if (!double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out value) || !double.IsFinite(value))
            return false;
        value = IsNegative ? -value : value;
        return true;
    }

    private static void TakeSign(ref ReadOnlySpan<char> rest, ref bool isNegative)
    {
        if (rest.Length == 0 || rest[0] is not ('-' or '+' or '\u2212'))
            return;
        isNegative ^= rest[0] != '+';
        rest = rest[1..].TrimStart();
    }

    /// <summary>Takes a currency from the start, or a currency or percent sign from the end.</summary>
    private static string TakeUnit(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2)
            return "";
        if (char.GetUnicodeCategory(rest[0]) == UnicodeCategory.CurrencySymbol)
        {
            string symbol = rest[..1].ToString();
            rest = rest[1..].TrimStart();
            return symbol;
        }
        if (rest[^1] is '%' or '\u2030' || char.GetUnicodeCategory(rest[^1]) == UnicodeCategory.CurrencySymbol)
        {
            string symbol = rest[^1..].ToString();
            rest = rest[..^1].TrimEnd();
            return symbol;
        }
        if (!char.IsLetter(rest[0]) && !char.IsLetter(rest[^1]))
            return "";
        foreach (string code in Codes)
        {
            if (rest.StartsWith(code, StringComparison.Ordinal))
            {
                rest = rest[code.Length..].TrimStart();
                return code;
            }
            if (rest.EndsWith(code, StringComparison.Ordinal))
            {
                rest = rest[..^code.Length].TrimEnd();
                return code;
            }
        }
        return "";
    }

    /// <summary>Where an exponent starts; the length where there is none.</summary>
    private static int Exponent(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAny('e', 'E');
        if (at < 1)
            return text.Length;
        ReadOnlySpan<char> digits = text[(at + 1)..];
        if (digits.Length > 1 && digits[0] is '+' or '-')
            digits = digits[1..];
        return digits.Length is > 0 and < 5 && !digits.ContainsAnyExceptInRange('0', '9') ? at : text.Length;
    }

    private static bool TryReadDigits(ReadOnlySpan<char> text, out string digits, out bool hasBlanks, out DecimalEvidence evidence)
    {
        digits = "";
        evidence = DecimalEvidence.None;
        hasBlanks = false;
        Span<char> kept = stackalloc char[LongestText];
        int count = 0,
            run = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (char.IsAsciiDigit(c))
                run++;
            else if (IsBlank(c))
            {
                // A blank is only a separator of groups: three digits follow, and up to three come before.
                if (run is 0 or > 3 || hasBlanks && run != 3 || !IsGroup(text[(i + 1)..]))
                    return false;
                hasBlanks = true;
                run = 0;
                continue;
            }
            else if (c is '.' or ',')
                run = 0;
            else
                return false;
            kept[count++] = c;
        }
        ReadOnlySpan<char> plain = kept[..count];
        if (!plain.ContainsAnyInRange('0', '9') || !TryJudge(plain, hasBlanks, out evidence))
            return false;
        digits = plain.ToString();
        return true;
    }

    private static bool IsBlank(char c) => c is ' ' or '\u00a0' or '\u2009' or '\u202f' or '\'' or '\u2019';

    /// <summary>Whether three digits and no fourth come next.</summary>
    private static bool IsGroup(ReadOnlySpan<char> text) =>
        text.Length >= 3 && !text[..3].ContainsAnyExceptInRange('0', '9') && (text.Length == 3 || !char.IsAsciiDigit(text[3]));

    private static bool TryJudge(ReadOnlySpan<char> digits, bool hasBlanks, out DecimalEvidence evidence)
    {
        int commas = digits.Count(','),
            points = digits.Count('.');
        evidence = DecimalEvidence.None;
        if (commas == 0 && points == 0)
            return true;
        if (commas > 0 && points > 0)
        {
            bool commaIsLast = digits.LastIndexOf(',') > digits.LastIndexOf('.');
            evidence = commaIsLast ? DecimalEvidence.Comma : DecimalEvidence.Point;
            ReadOnlySpan<char> whole = digits[..digits.LastIndexOf(commaIsLast ? ',' : '.')];
            return (commaIsLast ? commas : points) == 1 && IsGrouped(whole, commaIsLast ? '.' : ',');
        }
        char separator = commas > 0 ? ',' : '.';
        if (commas + points > 1)
        {
            evidence = commas > 0 ? DecimalEvidence.Point : DecimalEvidence.Comma;
            return !hasBlanks && IsGrouped(digits, separator);
        }
        // 0,372 and 12345,678 have no groups, so that they tell.
        bool isEither = !hasBlanks && IsGrouped(digits, separator);
        evidence =
            commas > 0
                ? isEither
                    ? DecimalEvidence.EitherComma
                    : DecimalEvidence.Comma
                : isEither
                    ? DecimalEvidence.EitherPoint
                    : DecimalEvidence.Point;
        return true;
    }

    /// <summary>Whether digits are in groups: one to three that do not start with zero, then three each.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> digits, char separator)
    {
        int first = digits.IndexOf(separator);
        if (first is < 1 or > 3 || digits[0] == '0')
            return false;
        for (ReadOnlySpan<char> rest = digits[first..]; rest.Length > 0; rest = rest[4..])
        {
            if (rest.Length < 4 || rest[0] != separator || rest[1..4].ContainsAnyExceptInRange('0', '9'))
                return false;
        }
        return true;
    }
}
