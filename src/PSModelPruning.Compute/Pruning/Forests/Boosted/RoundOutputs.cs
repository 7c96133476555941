using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests.Boosted;

/// <summary>What every round of a boosted model adds to the scores of the same rows, and what is right.</summary>
internal sealed class RoundOutputs
{
    private readonly float[][] _outputs;

    /// <param name="outputs">What a round adds each, <c>[rounds][rows × columns]</c>.</param>
    /// <param name="targets">Class indices or numbers, <c>[rows]</c>.</param>
    /// <param name="loss">What the scores are judged by.</param>
    internal RoundOutputs(float[][] outputs, float[] targets, RefinementLoss loss)
    {
        _outputs = outputs;
        Targets = targets;
        Loss = loss;
    }

    internal int Rounds => _outputs.Length;

    internal int Rows => Targets.Length;

    /// <summary>Scores of a row: 1 for numbers and two classes, else the classes.</summary>
    internal int Columns => Loss.Baseline.Length;

    internal float[] Targets { get; }

    internal RefinementLoss Loss { get; }

    /// <summary>What a round adds, <c>[rows × columns]</c>.</summary>
    internal ReadOnlySpan<float> Of(int round) => _outputs[round];

    /// <summary>Lets every round score rows of a partition.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The data as the model takes it.</param>
    /// <param name="partition">The rows; not empty.</param>
    /// <param name="most">Numbers that are held at most; where there would be more, rows are drawn.</param>
    /// <param name="seed">Of the rows that are drawn.</param>
    /// <param name="monitor">Asked every batch whether to stop.</param>
    internal static RoundOutputs Of(BoostedModel model, Dataset dataset, PartitionName partition, long most, int seed, IWorkMonitor monitor)
    {
        PartitionView view = PartitionView.Of(model, dataset, partition);
        int columns = model.TreesPerRound,
            rounds = model.Rounds;
        int[] rows = RowDraws.WithoutReplacement(view.RowCount, most / ((long)rounds * columns), seed);
        DecisionTree[][] trees =
        [
            .. Enumerable.Range(0, rounds).Select(round => model.Trees.Skip(round * columns).Take(columns).ToArray()),
        ];
        float[][] outputs = [.. trees.Select(_ => new float[rows.Length * columns])];
        int width = view.Width,
            batch = ModelPredictor.BatchRows(model);
        float[] buffer = [],
            inputs = new float[batch * width];
        for (int first = 0; first < rows.Length; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.Length - first);
            for (int i = 0; i < count; i++)
                view.Rows(rows[first + i], 1, ref buffer).CopyTo(inputs.AsSpan(i * width, width));
            for (int round = 0; round < rounds; round++)
                TreeSum.Add(
                    trees[round],
                    [],
                    inputs.AsSpan(0, count * width),
                    count,
                    outputs[round].AsSpan(first * columns, count * columns),
                    columns,
                    (0, columns)
                );
        }
        return new RoundOutputs(outputs, [.. rows.Select(view.Target)], RefinementLoss.For(model));
    }
}
