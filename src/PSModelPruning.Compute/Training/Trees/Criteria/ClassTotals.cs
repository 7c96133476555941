using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>The weight of each class in a node.</summary>
internal static class ClassTotals
{
    /// <summary>Adds up the weights of the rows of each class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Count(ReadOnlySpan<int> rows, int[] labels, float[]? weights, double[] total)
    {
        Array.Clear(total);
        if (weights is null)
        {
            foreach (int row in rows)
                total[labels[row]]++;
            return;
        }
        foreach (int row in rows)
            total[labels[row]] += weights[row];
    }

    /// <summary>What a node predicts: each class's part of the weight.</summary>
    internal static void Fractions(ReadOnlySpan<double> total, double sum, Span<float> value)
    {
        for (int k = 0; k < total.Length; k++)
            value[k] = (float)(total[k] / sum);
    }
}
