using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Arguments;

/// <summary>Reads the size of a block as a person writes it: 4x8 (or 4 x 8, or 4) like the numbers 4, 8.</summary>
internal static class BlockSizeArgument
{
    /// <exception cref="ComputeException"><c>BlockSizeInvalid</c>.</exception>
    internal static int[] Read(string text)
    {
        string[] parts = text.Split(['x', 'X', '×', ',']);
        var sizes = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (
                !int.TryParse(
                    parts[i],
                    NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                    CultureInfo.InvariantCulture,
                    out sizes[i]
                )
            )
                throw PruningErrors.BlockSizeUnreadable(text);
        }
        return sizes;
    }
}
