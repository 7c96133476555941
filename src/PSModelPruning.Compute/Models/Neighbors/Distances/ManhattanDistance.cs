using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PSModelPruning.Compute.Models.Neighbors.Distances;

/// <summary>The sum of absolute differences; the nearness is its negative.</summary>
internal sealed class ManhattanDistance : RowDistance
{
    internal override string Name => "Manhattan";

    internal override string Description => "The sum of absolute differences.";

    internal override bool ScansProducts => false;

    internal override double Key(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a),
            y = ref MemoryMarshal.GetReference(b);
        Vector256<double> low = Vector256<double>.Zero,
            high = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> first = Vector256.LoadUnsafe(ref x, (nuint)i),
                second = Vector256.LoadUnsafe(ref y, (nuint)i);
            low += Vector256.Abs(Vector256.WidenLower(first) - Vector256.WidenLower(second));
            high += Vector256.Abs(Vector256.WidenUpper(first) - Vector256.WidenUpper(second));
        }
        double sum = Vector256.Sum(low + high);
        for (; i < a.Length; i++)
            sum += Math.Abs((double)Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i));
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    /// <summary>
    /// Every difference and every sum rounds once, and all terms have one sign: the sum is off by at most its (n + 1)-fold unit roundoff.
    /// </summary>
    internal override double Limit(double key, double squaredNorm, int width) => -key * (1 + (width + 8) * Rounding);
}
