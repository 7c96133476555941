using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Forests;

/// <summary>
/// Predicts training rows by the trees that did not learn from them (Breiman 1996, "Out-of-bag estimation"): an honest score without other
/// rows.
/// </summary>
internal static class OutOfBag
{
    private const int RowsAtOnce = 1024;

    /// <summary>What the forest says of each training row, by the trees that had not seen it.</summary>
    /// <param name="trees">The trees; those without a <see cref="DecisionTree.SampleSeed"/> saw all rows.</param>
    /// <param name="weights">The part of each tree in the average.</param>
    /// <param name="options">How the rows were drawn.</param>
    /// <param name="rows">The very training rows that the forest was grown from.</param>
    /// <param name="copies">Which of the rows are copies of one another; null where none is.</param>
    /// <param name="outputs">Numbers that a tree gives.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    /// <param name="cancellation">Looked at for every tree.</param>
    /// <returns>The outputs, <c>[rows × outputs]</c>, and the weight of the trees behind each row: 0 for a row that all trees
    /// saw.</returns>
    internal static (float[] Outputs, float[] Weights) Predict(
        IReadOnlyList<DecisionTree> trees,
        IReadOnlyList<double> weights,
        ForestOptions options,
        Partition rows,
        RowCopies? copies,
        int outputs,
        int threads,
        CancellationToken cancellation
    )
    {
        var sums = new float[(long)rows.RowCount * outputs];
        var seen = new float[rows.RowCount];
        var counts = new int[rows.RowCount];
        var unseen = new int[rows.RowCount];
        for (int t = 0; t < trees.Count; t++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (trees[t].SampleSeed is not { } seed)
                continue;
            RowDraw.Draw(seed, options, counts, copies);
            int count = Unseen(counts, unseen);
            DecisionTree tree = trees[t];
            float weight = (float)weights[t];
            CoreLoop.Run(
                (count + RowsAtOnce - 1) / RowsAtOnce,
                block =>
                    Add(
                        tree,
                        weight,
                        rows,
                        unseen.AsSpan(block * RowsAtOnce, Math.Min(RowsAtOnce, count - block * RowsAtOnce)),
                        sums,
                        seen
                    ),
                cancellation,
                threads
            );
        }
        for (int row = 0; row < seen.Length; row++)
        {
            for (int k = 0; k < outputs && seen[row] > 0; k++)
                sums[(long)row * outputs + k] /= seen[row];
        }
        return (sums, seen);
    }

    /// <summary>Accuracy, or R², over the rows that at least one tree had not seen; NaN where there are none.</summary>
    internal static double Score(
        IReadOnlyList<DecisionTree> trees,
        IReadOnlyList<double> weights,
        ForestOptions options,
        Dataset dataset,
        CancellationToken cancellation = default
    )
    {
        int width = dataset.Task == LearningTask.Classification ? dataset.Classes.Count : 1;
        (float[] outputs, float[] seen) = Predict(
            trees,
            weights,
            options,
            dataset.Training,
            dataset.Copies,
            width,
            options.Tree.Threads,
            cancellation
        );
        ReadOnlySpan<float> targets = dataset.Training.Targets.Span;
        var judged = new List<float>(targets.Length);
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            if (seen[row] == 0)
                continue;
            judged.Add(targets[row]);
            sum += OutputScore.OfRow(outputs.AsSpan(row * width, width), targets[row], dataset.Task);
        }
        return judged.Count == 0 ? double.NaN : OutputScore.OfSum(sum, judged.ToArray(), dataset.Task);
    }

    /// <summary>Lists the rows that were not drawn.</summary>
    /// <returns>How many there are.</returns>
    internal static int Unseen(ReadOnlySpan<int> counts, Span<int> unseen)
    {
        int count = 0;
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] == 0)
                unseen[count++] = row;
        }
        return count;
    }

    private static unsafe void Add(DecisionTree tree, float weight, Partition rows, ReadOnlySpan<int> unseen, float[] sums, float[] seen)
    {
        int width = rows.Width,
            outputs = tree.OutputCount;
        var inputs = new float[unseen.Length * width];
        rows.Gather(unseen, inputs);
        var leaves = new int[unseen.Length];
        fixed (float* input = inputs)
        fixed (int* leaf = leaves)
            tree.Packed.FindLeaves(input, width, unseen.Length, PackedTree.HasMissing(inputs), leaf);
        for (int i = 0; i < unseen.Length; i++)
        {
            ReadOnlySpan<float> value = tree.Value(leaves[i]);
            Span<float> sum = sums.AsSpan(unseen[i] * outputs, outputs);
            for (int k = 0; k < outputs; k++)
                sum[k] += weight * value[k];
            seen[unseen[i]] += weight;
        }
    }
}
