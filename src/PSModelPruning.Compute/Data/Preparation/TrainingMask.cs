using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Mean and deviation of a column of float32 numbers over the training rows, straight from the blocks: every number is multiplied with 1
/// for a training row and 0 for another, which is faster than picking the training rows out. Sums are float64.
/// </summary>
internal static class TrainingMask
{
    /// <summary>1 for training rows, 0 for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float[] Of(RowPlan plan)
    {
        var mask = new float[plan.Fates.Length];
        for (int row = 0; row < mask.Length; row++)
            mask[row] = plan.Fates[row] == RowFate.Training ? 1 : 0;
        return mask;
    }

    /// <summary>Whether the column is float32 throughout and lacks no value.</summary>
    internal static bool Fits(RawTable table, int column)
    {
        foreach ((_, RawValues values) in table.Values(column))
        {
            if (values.MissingCount > 0 || values.Singles.IsEmpty)
                return false;
        }
        return true;
    }

    internal static double Mean(RawTable table, int column, float[] mask, int count)
    {
        double sum = 0;
        foreach ((int first, RawValues values) in table.Values(column))
            sum += Sum(values.Singles, mask.AsSpan(first, values.Count), 0, squared: false);
        return sum / count;
    }

    internal static double StandardDeviation(RawTable table, int column, float[] mask, int count, double mean)
    {
        double sum = 0;
        foreach ((int first, RawValues values) in table.Values(column))
            sum += Sum(values.Singles, mask.AsSpan(first, values.Count), mean, squared: true);
        return Math.Sqrt(sum / count);
    }

    /// <summary>The greatest distance of a number of any row from an origin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static double Reach(RawTable table, int column, double origin)
    {
        float least = float.PositiveInfinity,
            greatest = float.NegativeInfinity;
        foreach ((_, RawValues values) in table.Values(column))
        {
            ReadOnlySpan<float> numbers = values.Singles;
            ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
            var low = new Vector<float>(least);
            var high = new Vector<float>(greatest);
            foreach (Vector<float> vector in vectors)
            {
                low = Vector.Min(low, vector);
                high = Vector.Max(high, vector);
            }
            for (int i = 0; i < Vector<float>.Count; i++)
                (least, greatest) = (Math.Min(least, low[i]), Math.Max(greatest, high[i]));
            for (int i = vectors.Length * Vector<float>.Count; i < numbers.Length; i++)
                (least, greatest) = (Math.Min(least, numbers[i]), Math.Max(greatest, numbers[i]));
        }
        return Math.Max(greatest - origin, origin - least);
    }

    /// <summary>The sum of value - origin, or of its square, over the rows of the mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<float> values, ReadOnlySpan<float> mask, double origin, bool squared)
    {
        var origins = new Vector<double>(origin);
        var sums = Vector<double>.Zero;
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> masks = MemoryMarshal.Cast<float, Vector<float>>(mask);
        for (int i = 0; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out Vector<double> low, out Vector<double> high);
            Vector.Widen(masks[i], out Vector<double> lowMask, out Vector<double> highMask);
            low = (low - origins) * lowMask;
            high = (high - origins) * highMask;
            sums += squared ? low * low + high * high : low + high;
        }
        double sum = Vector.Sum(sums);
        for (int i = vectors.Length * Vector<float>.Count; i < values.Length; i++)
        {
            double difference = (values[i] - origin) * mask[i];
            sum += squared ? difference * difference : difference;
        }
        return sum;
    }
}
