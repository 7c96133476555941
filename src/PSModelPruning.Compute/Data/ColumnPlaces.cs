using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>The names of columns where a model's file names none: x1, x2 and so on, by their place.</summary>
internal static class ColumnPlaces
{
    private const char Prefix = 'x';

    /// <summary>The name of a column.</summary>
    /// <param name="place">Its place, from 0.</param>
    internal static string NameOf(int place) => Prefix + (place + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>The place of a column that <see cref="NameOf"/> named, from 0; -1 for another name.</summary>
    internal static int PlaceOf(string name) =>
        name.Length > 1
        && name[0] == Prefix
        && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number - 1
            : -1;
}
