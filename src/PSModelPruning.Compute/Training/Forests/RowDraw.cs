using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Forests;

/// <summary>
/// Draws the rows that a tree of a forest learns from. The same seed draws the same rows, so that nobody needs to keep them.
/// </summary>
internal static class RowDraw
{
    /// <summary>Whether some rows are left out, so that they can judge the tree.</summary>
    internal static bool LeavesRowsOut(ForestOptions options) => options.Bootstrap || options.SampleFraction < 1;

    /// <summary>How many rows are drawn.</summary>
    internal static int Size(int rows, ForestOptions options) => Math.Clamp((int)Math.Round(rows * options.SampleFraction), 1, rows);

    /// <summary>Draws rows. Copies of a row are drawn together, so that those that are left out are new to the tree.</summary>
    /// <param name="seed">The tree's seed, see <see cref="DecisionTree.SampleSeed"/>.</param>
    /// <param name="options">How many, and whether a row may be drawn again.</param>
    /// <param name="counts">Receives how often each row was drawn, <c>[rows]</c>.</param>
    /// <param name="copies">Which rows are copies of one another; null where none is.</param>
    internal static void Draw(int seed, ForestOptions options, Span<int> counts, RowCopies? copies = null)
    {
        if (copies is not null)
        {
            var drawn = new int[copies.Count];
            Draw(seed, options, drawn);
            for (int row = 0; row < counts.Length; row++)
                counts[row] = drawn[copies.Observations[row]];
            return;
        }
        int rows = counts.Length,
            size = Size(rows, options);
        var random = new SplitMix((ulong)(uint)seed);
        if (options.Bootstrap)
        {
            counts.Clear();
            for (int i = 0; i < size; i++)
                counts[random.Next(rows)]++;
            return;
        }
        // Knuth 1969, algorithm S: each row in turn is taken with the chance that makes every set of this size equally likely.
        for (int row = 0, left = size; row < rows; row++)
        {
            bool taken = random.Next(rows - row) < left;
            counts[row] = taken ? 1 : 0;
            left -= counts[row];
        }
    }
}
