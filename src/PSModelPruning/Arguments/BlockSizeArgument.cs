using System.Globalization;
using System.Management.Automation;

namespace PSModelPruning.Arguments;

/// <summary>Takes the size of a block as a person writes it: 4x8 (or 4 x 8) like the numbers 4, 8.</summary>
internal sealed class BlockSizeArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not string text)
            return inputData;
        string[] parts = text.Split(['x', 'X', '×']);
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
                throw new ArgumentTransformationMetadataException(
                    $"'{text}' is not the size of a block. Use -BlockSize 4 for 4 x 4, or -BlockSize 1x8 for blocks of one output and "
                        + "eight inputs."
                );
        }
        return sizes;
    }
}
