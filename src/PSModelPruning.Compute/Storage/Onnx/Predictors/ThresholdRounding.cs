namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>
/// Thresholds of trees here are float32 numbers that a row's input is at most. A comparison of a float32 input with any number has exactly
/// one such threshold, or none where no input or every input fulfils it.
/// </summary>
internal static class ThresholdRounding
{
    /// <summary>The greatest float32 number that is at most <paramref name="threshold"/>: x ≤ threshold is x ≤ this.</summary>
    internal static float AtMost(double threshold)
    {
        float rounded = (float)threshold;
        return rounded > threshold ? MathF.BitDecrement(rounded) : rounded;
    }

    /// <summary>
    /// The greatest float32 number below <paramref name="threshold"/>: x &lt; threshold is x ≤ this. −∞ has none, and gives −∞.
    /// </summary>
    internal static float Below(double threshold)
    {
        float rounded = (float)threshold;
        return rounded >= threshold ? MathF.BitDecrement(rounded) : rounded;
    }
}
