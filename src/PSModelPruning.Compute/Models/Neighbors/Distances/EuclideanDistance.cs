using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PSModelPruning.Compute.Models.Neighbors.Distances;

/// <summary>
/// The root of the sum of squared differences. Its key is the sum; the nearness of query x and prototype y is x·y − |y|²/2, so that
/// |x − y|² = |x|² − 2 nearness.
/// </summary>
internal sealed class EuclideanDistance : RowDistance
{
    /// <summary>Products of longer rows may leave the range of single precision; their pairs are all measured exactly.</summary>
    private const double GreatestSquare = 1e36;

    internal override string Name => "Euclidean";

    internal override string Description => "The root of the sum of squared differences.";

    internal override bool IsCentred => true;

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
            Vector256<double> difference = Vector256.WidenLower(first) - Vector256.WidenLower(second);
            low += difference * difference;
            difference = Vector256.WidenUpper(first) - Vector256.WidenUpper(second);
            high += difference * difference;
        }
        double sum = Vector256.Sum(low + high);
        for (; i < a.Length; i++)
        {
            double difference = (double)Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i);
            sum += difference * difference;
        }
        return double.IsNaN(sum) ? double.PositiveInfinity : sum;
    }

    internal override double OfKey(double key) => Math.Sqrt(key);

    internal override float Start(double squaredNorm) => (float)(-0.5 * squaredNorm);

    internal override double Limit(double key, double squaredNorm, int width) =>
        squaredNorm <= GreatestSquare ? 0.5 * (squaredNorm - key) - 2 * Rounding * squaredNorm : double.NegativeInfinity;

    /// <summary>
    /// A sum of n products, each added with one rounding, is off by at most n times the unit roundoff times the sum of their sizes (Higham
    /// 2002, section 3.1), here at most |x||y| + |y|²/2; what is added to n stands for the rounding of the centred inputs, of |y|²/2 and of
    /// the limit.
    /// </summary>
    internal override double Slack(double prototypeNorm, int width) =>
        prototypeNorm * prototypeNorm <= GreatestSquare
            ? (width + 16) * Rounding * 0.5 * prototypeNorm * prototypeNorm
            : double.PositiveInfinity;

    internal override double SlackOfNorm(double prototypeNorm, int width) => (width + 16) * Rounding * prototypeNorm;
}
