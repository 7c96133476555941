using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// Gathers loss and accuracy (R² for regression) over batches. Reads the outputs in place: it adds no tensor operation to a step.
/// </summary>
internal sealed class FitMeter(LearningTask task)
{
    private double _loss;
    private double _correct;
    private double _squaredError;
    private double _targetSum;
    private double _targetSquares;

    /// <summary>Rows seen.</summary>
    internal long Rows { get; private set; }

    /// <summary>The mean loss a row; NaN before the first.</summary>
    internal double Loss => Rows == 0 ? double.NaN : _loss / Rows;

    /// <summary>The fraction of rows predicted right, or R²; NaN before the first row.</summary>
    internal double Accuracy
    {
        get
        {
            if (Rows == 0)
                return double.NaN;
            if (task == LearningTask.Classification)
                return _correct / Rows;
            double spread = _targetSquares - _targetSum * _targetSum / Rows;
            return spread > 0 ? 1 - _squaredError / spread : double.NaN;
        }
    }

    /// <summary>Takes up a batch.</summary>
    /// <param name="loss">Its mean loss.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="batch">The batch.</param>
    internal void Add(double loss, Tensor output, in Batch batch)
    {
        int rows = (int)output.shape[0];
        Rows += rows;
        _loss += loss * rows;
        using Tensor dense = output.detach().contiguous();
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(dense.bytes);
        if (task == LearningTask.Classification)
            _correct += Correct(values, MemoryMarshal.Cast<byte, long>(batch.Targets.bytes), values.Length / rows);
        else
            AddSquares(values, MemoryMarshal.Cast<byte, float>(batch.Targets.bytes));
    }

    private static int Correct(ReadOnlySpan<float> logits, ReadOnlySpan<long> labels, int classes)
    {
        int correct = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            if (OutputScore.MostProbable(logits.Slice(row * classes, classes)) == labels[row])
                correct++;
        }
        return correct;
    }

    private void AddSquares(ReadOnlySpan<float> predicted, ReadOnlySpan<float> targets)
    {
        for (int row = 0; row < targets.Length; row++)
        {
            double target = targets[row],
                difference = predicted[row] - target;
            _squaredError += difference * difference;
            _targetSum += target;
            _targetSquares += target * target;
        }
    }
}
