using System.Globalization;

namespace PSModelPruning.Compute.Models;

/// <summary>A predicted number as people read it.</summary>
internal static class NumberShown
{
    private const double Large = 1e5;
    private const double TooLarge = 1e15;

    /// <summary>Six digits, or all digits before the decimal point of a large number.</summary>
    internal static string Of(double number) => Of(number, CultureInfo.InvariantCulture);

    internal static string Of(double number, IFormatProvider culture) =>
        Math.Abs(number) is >= Large and < TooLarge ? number.ToString("0.##", culture) : number.ToString("G6", culture);
}
