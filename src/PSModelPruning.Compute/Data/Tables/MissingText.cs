using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Tells whether a UTF-8 field is one of the texts that stand for a missing value, whatever its case.</summary>
internal sealed class MissingText
{
    private readonly byte[][] _markers;
    private readonly byte[][] _numberMarkers;

    /// <param name="markers">The markers of all columns.</param>
    /// <param name="numberMarkers">Further markers of columns of numbers and dates.</param>
    internal MissingText(IEnumerable<string> markers, IEnumerable<string> numberMarkers)
    {
        _markers = Bytes(markers);
        _numberMarkers = [.. _markers, .. Bytes(numberMarkers)];
        Numbers = NumbersOf(markers.Concat(numberMarkers));
    }

    internal MissingText(TableOptions options)
        : this(options.AllMissingMarkers, options.AllNumberMarkers) { }

    /// <summary>The markers that are numbers, such as -999.</summary>
    internal IReadOnlySet<double> Numbers { get; }

    /// <summary>The markers that are numbers.</summary>
    internal static HashSet<double> NumbersOf(IEnumerable<string> markers)
    {
        var numbers = new HashSet<double>();
        foreach (string marker in markers)
        {
            if (double.TryParse(marker, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
                numbers.Add(number);
        }
        return numbers;
    }

    /// <summary>Whether the text stands for a missing value in any column. An empty field always does.</summary>
    internal bool Contains(ReadOnlySpan<byte> field) => Contains(field, _markers);

    /// <summary>Whether the text stands for a missing value in a column of numbers or dates.</summary>
    internal bool IsMissingNumber(ReadOnlySpan<byte> field) => Contains(field.Trim(" \t"u8), _numberMarkers);

    /// <summary>Whether a field as it is written stands in quotes.</summary>
    internal static bool IsQuoted(ReadOnlySpan<byte> raw) => raw.TrimStart(" \t"u8) is [(byte)'"', ..];

    private static byte[][] Bytes(IEnumerable<string> markers) =>
        [.. markers.Where(marker => marker.Length > 0).Select(marker => Encoding.UTF8.GetBytes(marker.Trim()))];

    private static bool Contains(ReadOnlySpan<byte> field, byte[][] markers)
    {
        if (field.Length == 0)
            return true;
        foreach (byte[] marker in markers)
        {
            if (marker.Length == field.Length && (Ascii.EqualsIgnoreCase(field, marker) || field.SequenceEqual(marker)))
                return true;
        }
        return false;
    }
}
