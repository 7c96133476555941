using PSModelPruning.Compute.Models.Neighbors.Distances;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>The point from which some rows have the least sum of distances (squared, for Euclidean distance).</summary>
internal abstract class ClusterCentre
{
    /// <summary>The kind of middle that belongs to a distance.</summary>
    internal static ClusterCentre For(RowDistance distance) =>
        distance switch
        {
            ManhattanDistance => new MedianCentre(),
            CosineDistance => new DirectionCentre(),
            _ => new MeanCentre(),
        };

    /// <summary>Computes it.</summary>
    /// <param name="inputs">All rows, <c>[rows × width]</c>.</param>
    /// <param name="rows">The rows that are meant; at least one.</param>
    /// <param name="centre">Receives the point, <c>[width]</c>.</param>
    internal abstract void Of(float[] inputs, ReadOnlySpan<int> rows, Span<float> centre);

    private sealed class MeanCentre : ClusterCentre
    {
        internal override void Of(float[] inputs, ReadOnlySpan<int> rows, Span<float> centre)
        {
            var sums = new double[centre.Length];
            foreach (int row in rows)
            {
                ReadOnlySpan<float> values = inputs.AsSpan(row * centre.Length, centre.Length);
                for (int i = 0; i < sums.Length; i++)
                    sums[i] += values[i];
            }
            for (int i = 0; i < sums.Length; i++)
                centre[i] = (float)(sums[i] / rows.Length);
        }
    }

    private sealed class MedianCentre : ClusterCentre
    {
        internal override void Of(float[] inputs, ReadOnlySpan<int> rows, Span<float> centre)
        {
            var column = new float[rows.Length];
            for (int i = 0; i < centre.Length; i++)
            {
                for (int k = 0; k < rows.Length; k++)
                    column[k] = inputs[rows[k] * centre.Length + i];
                Array.Sort(column);
                centre[i] = (float)(((double)column[(rows.Length - 1) / 2] + column[rows.Length / 2]) / 2);
            }
        }
    }

    /// <summary>The mean of the rows, each brought to length 1. Where that is the origin, the first row.</summary>
    private sealed class DirectionCentre : ClusterCentre
    {
        internal override void Of(float[] inputs, ReadOnlySpan<int> rows, Span<float> centre)
        {
            var sums = new double[centre.Length];
            foreach (int row in rows)
            {
                ReadOnlySpan<float> values = inputs.AsSpan(row * centre.Length, centre.Length);
                double squares = 0;
                foreach (float value in values)
                    squares += (double)value * value;
                double length = Math.Sqrt(squares);
                for (int i = 0; i < sums.Length && length > 0; i++)
                    sums[i] += values[i] / length;
            }
            bool isZero = true;
            for (int i = 0; i < sums.Length; i++)
            {
                centre[i] = (float)(sums[i] / rows.Length);
                isZero &= centre[i] == 0;
            }
            if (isZero)
                inputs.AsSpan(rows[0] * centre.Length, centre.Length).CopyTo(centre);
        }
    }
}
