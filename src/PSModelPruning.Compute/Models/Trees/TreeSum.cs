using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// Sums what many trees give for many rows: all trees over a block of rows, so that the block's inputs stay in the cache, and blocks on all
/// processors.
/// </summary>
/// <remarks>
/// Each row's sum is taken in the order of the trees, however the rows are dealt out, so that the result is the same for any number of
/// processors.
/// </remarks>
internal static unsafe class TreeSum
{
    // Below this many walks from a root to a leaf, handing work to a second processor costs more than it gains.
    private const int FewestWalksToShare = 1 << 15;

    private const int LeavesAtOnce = 128;

    /// <summary>Adds, to each row's outputs, each tree's values times its weight.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="weights">A weight a tree; empty for 1.</param>
    /// <param name="inputs"><c>[rows × width]</c>.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="output"><c>[rows × outputs]</c>; is added to.</param>
    /// <param name="outputs">Outputs of a row.</param>
    /// <param name="columnOf">The output that the first value of tree <c>t</c> is added to is <c>first + t mod columns</c>.</param>
    internal static void Add(
        DecisionTree[] trees,
        float[] weights,
        ReadOnlySpan<float> inputs,
        int rows,
        Span<float> output,
        int outputs,
        (int First, int Columns) columnOf = default
    )
    {
        if (rows == 0 || trees.Length == 0)
            return;
        int width = inputs.Length / rows;
        bool mayMiss = PackedTree.HasMissing(inputs);
        fixed (float* input = inputs)
        fixed (float* sum = output)
        {
            long walks = (long)rows * trees.Length;
            int parts = rows < 2 || walks < FewestWalksToShare ? 1 : Math.Min(ThreadLimit.Current, rows);
            if (parts == 1)
                AddRows(trees, weights, input, width, rows, mayMiss, sum, outputs, columnOf);
            else
                AddInParts(trees, weights, (nint)input, width, rows, mayMiss, (nint)sum, outputs, columnOf, parts);
        }
    }

    // A method of its own: the closure is only made where the work is shared, so that a single row allocates nothing.
    private static void AddInParts(
        DecisionTree[] trees,
        float[] weights,
        nint inputs,
        int width,
        int rows,
        bool mayMiss,
        nint output,
        int outputs,
        (int First, int Columns) columnOf,
        int parts
    ) => CoreLoop.Run(parts, part =>
        {
            int first = (int)((long)rows * part / parts),
                end = (int)((long)rows * (part + 1) / parts);
            AddRows(
                trees,
                weights,
                (float*)inputs + (long)first * width,
                width,
                end - first,
                mayMiss,
                (float*)output + (long)first * outputs,
                outputs,
                columnOf
            );
        });

    [SkipLocalsInit]
    private static void AddRows(
        DecisionTree[] trees,
        float[] weights,
        float* inputs,
        int width,
        int rows,
        bool mayMiss,
        float* output,
        int outputs,
        (int First, int Columns) columnOf
    )
    {
        int* leaves = stackalloc int[LeavesAtOnce];
        for (int tree = 0; tree < trees.Length; tree++)
        {
            DecisionTree current = trees[tree];
            float weight = weights.Length == 0 ? 1 : weights[tree];
            int column = columnOf.Columns == 0 ? 0 : columnOf.First + tree % columnOf.Columns;
            int values = current.OutputCount;
            fixed (float* value = current.Values)
            {
                for (int first = 0; first < rows; first += LeavesAtOnce)
                {
                    int count = Math.Min(LeavesAtOnce, rows - first);
                    current.Packed.FindLeaves(inputs + (long)first * width, width, count, mayMiss, leaves);
                    float* target = output + (long)first * outputs + column;
                    for (int row = 0; row < count; row++, target += outputs)
                    {
                        float* given = value + (long)leaves[row] * values;
                        for (int k = 0; k < values; k++)
                            target[k] += weight * given[k];
                    }
                }
            }
        }
    }
}
