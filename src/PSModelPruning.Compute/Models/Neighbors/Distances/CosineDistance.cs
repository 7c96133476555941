using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PSModelPruning.Compute.Models.Neighbors.Distances;

/// <summary>
/// 1 less the cosine of the angle between the rows, from 0 to 2. A row of zeros has no angle and is at distance 1 from all others (0 from
/// another such row). Rows are scanned with length 1; the nearness is the cosine.
/// </summary>
internal sealed class CosineDistance : RowDistance
{
    internal override string Name => "Cosine";

    internal override string Description => "1 less the cosine of the angle between the rows.";

    internal override double Key(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ref float x = ref MemoryMarshal.GetReference(a),
            y = ref MemoryMarshal.GetReference(b);
        Vector256<double> products = Vector256<double>.Zero,
            squaresOfA = Vector256<double>.Zero,
            squaresOfB = Vector256<double>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> first = Vector256.LoadUnsafe(ref x, (nuint)i),
                second = Vector256.LoadUnsafe(ref y, (nuint)i);
            Vector256<double> p = Vector256.WidenLower(first),
                q = Vector256.WidenLower(second);
            products += p * q;
            squaresOfA += p * p;
            squaresOfB += q * q;
            p = Vector256.WidenUpper(first);
            q = Vector256.WidenUpper(second);
            products += p * q;
            squaresOfA += p * p;
            squaresOfB += q * q;
        }
        double product = Vector256.Sum(products),
            squareOfA = Vector256.Sum(squaresOfA),
            squareOfB = Vector256.Sum(squaresOfB);
        for (; i < a.Length; i++)
        {
            double p = Unsafe.Add(ref x, i),
                q = Unsafe.Add(ref y, i);
            product += p * q;
            squareOfA += p * p;
            squareOfB += q * q;
        }
        if (squareOfA == 0 || squareOfB == 0)
            return squareOfA == squareOfB ? 0 : 1;
        // One root of the product and not a product of roots: exact for equal rows.
        double key = 1 - product / Math.Sqrt(squareOfA * squareOfB);
        return double.IsNaN(key) ? double.PositiveInfinity : Math.Max(0, key);
    }

    internal override void Transform(Span<float> row)
    {
        double squares = 0;
        foreach (float value in row)
            squares += (double)value * value;
        double factor = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
        for (int i = 0; i < row.Length; i++)
            row[i] = (float)(row[i] * factor);
    }

    // A row of zeros is scanned as one: its nearness to another such row is 0 though their distance is 0, so that nothing may be left out
    // for it.
    internal override double Limit(double key, double squaredNorm, int width) => squaredNorm == 0 ? double.NegativeInfinity : 1 - key;

    internal override double Slack(double prototypeNorm, int width) => (width + 16) * Rounding;
}
