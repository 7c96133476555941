using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>Tells whether a UTF-8 field is one of the texts that stand for a missing value, whatever its case.</summary>
internal sealed class MissingText
{
    private readonly byte[][] _markers;
    private readonly int _longest;

    internal MissingText(IEnumerable<string> markers)
    {
        _markers = [.. markers.Where(marker => marker.Length > 0).Select(marker => Encoding.UTF8.GetBytes(marker.Trim()))];
        foreach (byte[] marker in _markers)
            _longest = Math.Max(_longest, marker.Length);
    }

    internal bool Contains(ReadOnlySpan<byte> field)
    {
        if (field.Length == 0)
            return true;
        if (field.Length > _longest)
            return false;
        foreach (byte[] marker in _markers)
        {
            if (Ascii.EqualsIgnoreCase(field, marker) || field.SequenceEqual(marker))
                return true;
        }
        return false;
    }
}
