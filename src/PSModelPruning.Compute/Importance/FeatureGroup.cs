using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Importance;

/// <summary>A feature as users know it, a column, and the inputs that it gives after encoding.</summary>
/// <param name="Name">The column's name, or the pixel's, see <see cref="ImageSource.PixelNames"/>.</param>
/// <param name="FirstInput">Its first input.</param>
/// <param name="InputCount">How many inputs it gives.</param>
/// <param name="Column">How it was prepared; null for a pixel.</param>
internal sealed record FeatureGroup(string Name, int FirstInput, int InputCount, DatasetColumn? Column)
{
    /// <summary>Its inputs.</summary>
    internal int[] Inputs => [.. Enumerable.Range(FirstInput, InputCount)];

    /// <summary>True where the inputs stand for a category and not for an amount.</summary>
    internal bool IsCategory => Column is { Encoding: not ColumnEncoding.None } or { Kind: ColumnKind.Boolean or ColumnKind.Category };

    /// <summary>The features of a data set or model, in the order of their inputs.</summary>
    internal static IReadOnlyList<FeatureGroup> Of(Preprocessing preprocessing)
    {
        if (preprocessing.Features.Count > 0)
            return
            [
                .. preprocessing.Features.Select(column => new FeatureGroup(column.Name, column.FirstInput, column.InputCount, column)),
            ];
        IReadOnlyList<string> names =
            preprocessing.InputShape.Count == 3
                ? ImageSource.PixelNames(preprocessing.InputShape)
                : [.. Enumerable.Range(0, preprocessing.Width).Select(input => $"input_{input}")];
        return [.. names.Select((name, input) => new FeatureGroup(name, input, 1, null))];
    }
}
