using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>Sums derivatives by bin: one array holds the bins of all inputs of a node. Arrays are used again.</summary>
/// <param name="bins">The binned inputs.</param>
/// <param name="width">How many inputs.</param>
/// <param name="threads">Threads; 0 takes all processors.</param>
internal sealed class GradientHistograms(BinnedColumns bins, int width, int threads)
{
    // Below this many additions a second thread costs more than it gains.
    private const long FewestToShare = 1 << 16;

    private readonly int[] _first = Offsets(bins, width);
    private readonly Stack<GradientCell[]> _free = new();

    /// <summary>The cells of an input: its bins in order, and that of missing values where it has one.</summary>
    internal ReadOnlySpan<GradientCell> Of(GradientCell[] histogram, int input) =>
        histogram.AsSpan(_first[input], _first[input + 1] - _first[input]);

    /// <summary>An array for a node.</summary>
    internal GradientCell[] Take() => _free.TryPop(out GradientCell[]? free) ? free : new GradientCell[_first[^1]];

    /// <summary>Gives an array back.</summary>
    internal void Return(GradientCell[] histogram) => _free.Push(histogram);

    /// <summary>Sums the rows of a node.</summary>
    /// <param name="histogram">Is filled.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="gradients">First derivatives in the order of <paramref name="rows"/>.</param>
    /// <param name="curvatures">Second ones.</param>
    internal void Fill(GradientCell[] histogram, ArraySegment<int> rows, float[] gradients, float[] curvatures)
    {
        Array.Clear(histogram);
        ForEachInput(rows.Count, input =>
            Sum(bins.Column(input), rows, gradients, curvatures, histogram.AsSpan(_first[input], _first[input + 1] - _first[input]))
        );
    }

    /// <summary>Makes of a parent's sums and those of one child the sums of the other, in the parent's array.</summary>
    internal static void Subtract(GradientCell[] parent, GradientCell[] child)
    {
        for (int i = 0; i < parent.Length; i++)
            parent[i] = parent[i].Less(child[i]);
    }

    private void ForEachInput(int rows, Action<int> work)
    {
        int inputs = _first.Length - 1;
        CoreLoop.Run(inputs, work, threads: (long)rows * inputs >= FewestToShare ? threads : 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(byte[] column, ReadOnlySpan<int> rows, float[] gradients, float[] curvatures, Span<GradientCell> cells)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            ref GradientCell cell = ref cells[column[rows[i]]];
            cell.Gradient += gradients[i];
            cell.Curvature += curvatures[i];
            cell.Count++;
        }
    }

    private static int[] Offsets(BinnedColumns bins, int width)
    {
        var first = new int[width + 1];
        for (int input = 0; input < width; input++)
            first[input + 1] = first[input] + bins.ValueBins(input) + (bins.MissingBin(input) >= 0 ? 1 : 0);
        return first;
    }
}
