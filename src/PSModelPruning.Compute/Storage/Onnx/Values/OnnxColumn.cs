namespace PSModelPruning.Compute.Storage.Onnx.Values;

/// <summary>
/// A column of the input rows with the preparation that a graph gives it: a missing value is replaced, the number is clipped, and
/// (number − offset) / divisor is taken.
/// </summary>
/// <param name="Source">Its place among the columns of all inputs.</param>
internal sealed record OnnxColumn(int Source)
{
    /// <summary>What a missing value becomes; null where it stays missing.</summary>
    internal double? Replacement { get; init; }

    internal double? Low { get; init; }

    internal double? High { get; init; }

    internal double Offset { get; init; }

    internal double Divisor { get; init; } = 1;

    /// <summary>The column after (value − <paramref name="offset"/>) · <paramref name="scale"/>.</summary>
    /// <param name="offset">Is subtracted.</param>
    /// <param name="scale">Is multiplied with; not 0.</param>
    internal OnnxColumn Scaled(double offset, double scale) => this with { Offset = Offset + offset * Divisor, Divisor = Divisor / scale };

    /// <summary>The column whose missing values are replaced by a number in its present units.</summary>
    internal OnnxColumn Filled(double value) => Replacement is null ? this with { Replacement = value * Divisor + Offset } : this;
}
