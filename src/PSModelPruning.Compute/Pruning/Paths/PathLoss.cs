using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>The losses of predicted rows, summed: 1 for a wrong class and 0 for a right one, or the squared error of a number.</summary>
/// <param name="Rows">Rows that were predicted.</param>
/// <param name="Sum">The sum of their losses.</param>
/// <param name="SumOfSquares">The sum of the squares of their losses.</param>
internal readonly record struct PathLoss(int Rows, double Sum, double SumOfSquares)
{
    internal double Mean => Sum / Rows;

    /// <summary>The standard error of the mean loss: the standard deviation of a row's loss over √rows.</summary>
    internal double StandardError => Math.Sqrt(Math.Max(0, SumOfSquares / Rows - Mean * Mean) / Rows);

    public static PathLoss operator +(PathLoss left, PathLoss right) =>
        new(left.Rows + right.Rows, left.Sum + right.Sum, left.SumOfSquares + right.SumOfSquares);

    /// <summary>Predicts a partition.</summary>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: the data set does not fit the model.</exception>
    internal static PathLoss Of(Model model, Dataset dataset, PartitionName partition, IWorkMonitor monitor)
    {
        PartitionView rows = PartitionView.Of(model, dataset, partition);
        int outputs = model.OutputCount;
        double sum = 0,
            squares = 0;
        ModelPredictor.ForEachBatch(model, rows, monitor, (first, predicted) =>
        {
            for (int i = 0; i < predicted.Length / outputs; i++)
            {
                double loss = OfRow(predicted.Slice(i * outputs, outputs), rows.Target(first + i), model.Task);
                sum += loss;
                squares += loss * loss;
            }
        });
        return new PathLoss(rows.RowCount, sum, squares);
    }

    /// <summary>The loss of one row.</summary>
    internal static double OfRow(ReadOnlySpan<float> output, float target, LearningTask task)
    {
        double contribution = OutputScore.OfRow(output, target, task);
        return task == LearningTask.Classification ? 1 - contribution : -contribution;
    }

    /// <summary>What a mean loss is divided by to be 1 − score: 1 for classes; the variance of the targets for numbers.</summary>
    internal static double Scale(Partition rows, LearningTask task)
    {
        if (task == LearningTask.Classification)
            return 1;
        ReadOnlySpan<float> targets = rows.Targets.Span;
        double mean = 0,
            squares = 0;
        foreach (float target in targets)
            mean += target;
        mean /= targets.Length;
        foreach (float target in targets)
            squares += (target - mean) * (target - mean);
        return squares > 0 ? squares / targets.Length : double.NaN;
    }
}
