using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>How the numbers of a column are written.</summary>
/// <param name="DecimalComma">Whether the comma is the decimal separator, where the culture does not say so.</param>
/// <param name="Unit">The currency or percent sign beside the numbers; "" where groups of digits are divided by blanks; null for numbers
/// as programs write them.</param>
internal sealed record NumberForm(bool DecimalComma, string? Unit)
{
    private static readonly NumberText Invariant = new(CultureInfo.InvariantCulture);

    /// <summary>Numbers as programs write them in the culture.</summary>
    internal static NumberForm Plain { get; } = new(false, null);

    /// <summary>The invariant culture with a decimal comma.</summary>
    private static readonly CultureInfo CommaCulture = MakeCommaCulture();

    /// <summary>The culture that the numbers are read in.</summary>
    /// <param name="culture">The culture of the table.</param>
    internal CultureInfo CultureOf(CultureInfo culture) => DecimalComma ? CommaCulture : culture;

    /// <summary>Whether a text is a number in any form.</summary>
    internal static bool LooksNumeric(string text) => Invariant.TryParse(text, out _) || WrittenNumber.TryRead(text, out _);

    /// <summary>Reads a number that has a unit or blanks between groups of digits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="unit">The column's unit.</param>
    /// <param name="decimalComma">Whether the comma is the decimal separator.</param>
    /// <param name="value">The number.</param>
    internal static bool TryParse(string text, string unit, bool decimalComma, out double value)
    {
        value = 0;
        return WrittenNumber.TryRead(text, out WrittenNumber number)
            && (number.Unit == unit || number.Unit.Length == 0 && unit is not ("%" or "\u2030"))
            && number.TryValue(decimalComma, out value);
    }

    private static CultureInfo MakeCommaCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        return CultureInfo.ReadOnly(culture);
    }
}
