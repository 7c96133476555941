namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>What a node predicts for classes.</summary>
internal static class ClassFractions
{
    /// <summary>Each class's part of the weight.</summary>
    internal static void Write(ReadOnlySpan<double> weights, double sum, Span<float> value)
    {
        for (int k = 0; k < weights.Length; k++)
            value[k] = (float)(weights[k] / sum);
    }
}
