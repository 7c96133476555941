using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Boosting.Losses;

namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>The rows of a partition with the scores that the trees so far give them.</summary>
internal sealed class ScoredRows
{
    /// <summary>Rows that are read together where they are copied.</summary>
    private const int RowsAtOnce = 8192;

    private readonly Partition _rows;
    private readonly LearningTask _task;
    private readonly int _width;
    private readonly float[] _scores;
    private float[] _buffer = [];

    internal ScoredRows(Partition rows, LearningTask task, float[] baseline)
    {
        _rows = rows;
        _task = task;
        _width = baseline.Length;
        _scores = new float[(long)rows.RowCount * _width];
        for (int i = 0; i < _scores.Length; i++)
            _scores[i] = baseline[i % _width];
        Variance = task == LearningTask.Regression ? VarianceOf(rows.Targets.Span) : 1;
    }

    /// <summary>The variance of the target; 1 for classes and where it does not vary.</summary>
    internal double Variance { get; }

    /// <summary>The scores of a row, the baseline included.</summary>
    internal ReadOnlySpan<float> Scores(int row) => _scores.AsSpan(row * _width, _width);

    /// <summary>Adds what a tree gives.</summary>
    internal void Add(DecisionTree tree, int column)
    {
        // All rows at once where they lie so: the sum is then shared among all cores.
        int most = _rows.TryGetAll(out _) ? _rows.RowCount : RowsAtOnce;
        for (int first = 0; first < _rows.RowCount; first += most)
        {
            int count = Math.Min(most, _rows.RowCount - first);
            TreeSum.Add(
                [tree],
                [],
                _rows.Rows(first, count, ref _buffer),
                count,
                _scores.AsSpan(first * _width, count * _width),
                _width,
                (column, 1)
            );
        }
    }

    /// <summary>The mean loss; NaN where there are no rows.</summary>
    internal double MeanLoss(BoostingLoss loss)
    {
        ReadOnlySpan<float> targets = _rows.Targets.Span;
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
            sum += loss.Of(Scores(row), targets[row]);
        return sum / targets.Length;
    }

    /// <summary>Accuracy, or R²; NaN where there are no rows.</summary>
    internal double Accuracy()
    {
        ReadOnlySpan<float> targets = _rows.Targets.Span;
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> scores = Scores(row);
            sum +=
                _task == LearningTask.Classification && _width == 1
                    ? scores[0] > 0 == targets[row] > 0
                        ? 1
                        : 0
                    : OutputScore.OfRow(scores, targets[row], _task);
        }
        return targets.IsEmpty ? double.NaN : OutputScore.OfSum(sum, targets, _task);
    }

    private static double VarianceOf(ReadOnlySpan<float> targets)
    {
        double mean = 0,
            squares = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double delta = targets[row] - mean;
            mean += delta / (row + 1);
            squares += delta * (targets[row] - mean);
        }
        return squares > 0 ? squares / targets.Length : 1;
    }
}
