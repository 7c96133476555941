using System.Globalization;

namespace PSModelPruning.Compute.Models;

/// <summary>A complexity in words: 4,810 weights, 1 tree, 1 leaf.</summary>
internal static class ComplexityText
{
    /// <summary>The number with its unit, in the invariant culture.</summary>
    /// <param name="count">How many.</param>
    /// <param name="units">Of what, in the plural.</param>
    internal static string Of(long count, string units) => Of(count, units, CultureInfo.InvariantCulture);

    /// <summary>The number with its unit.</summary>
    internal static string Of(long count, string units, CultureInfo culture) =>
        string.Create(culture, $"{count:N0} {(count == 1 ? One(units) : units)}");

    private static string One(string units) => units == "leaves" ? "leaf" : units.TrimEnd('s');
}
