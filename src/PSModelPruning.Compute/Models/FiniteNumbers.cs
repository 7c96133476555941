using System.Numerics;

namespace PSModelPruning.Compute.Models;

/// <summary>Finds NaN and infinity among many numbers.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether a number is NaN or infinite.</summary>
    internal static bool ContainsNonFinite(this Span<float> numbers) => ContainsNonFinite((ReadOnlySpan<float>)numbers);

    /// <summary>Whether a number is NaN or infinite.</summary>
    internal static bool ContainsNonFinite(this ReadOnlySpan<float> numbers)
    {
        // A number minus itself is 0, or NaN where it is not finite; and NaN stays in a sum.
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= numbers.Length; i += Vector<float>.Count)
        {
            var some = new Vector<float>(numbers[i..]);
            sum += some - some;
        }
        float rest = Vector.Sum(sum);
        for (; i < numbers.Length; i++)
            rest += numbers[i] - numbers[i];
        return float.IsNaN(rest);
    }

    /// <summary>The place of the first infinite number, or -1.</summary>
    internal static int IndexOfInfinity(this ReadOnlySpan<float> numbers) =>
        numbers.IndexOfAny(float.PositiveInfinity, float.NegativeInfinity);
}
