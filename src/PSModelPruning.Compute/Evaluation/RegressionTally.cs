namespace PSModelPruning.Compute.Evaluation;

/// <summary>Gathers the errors of a regression row by row, and turns them into figures.</summary>
/// <param name="rows">How many rows will be added.</param>
internal sealed class RegressionTally(int rows)
{
    private readonly double[] _predictions = new double[rows];
    private readonly double[] _targets = new double[rows];
    private double _squaredErrors;
    private double _absoluteErrors;
    private double _mean;
    private double _squaredDeviations;
    private int _rows;

    /// <summary>Adds one row, both numbers in the target's own units.</summary>
    internal void Add(double predicted, double target)
    {
        _targets[_rows] = target;
        _predictions[_rows++] = predicted;
        double error = predicted - target;
        _squaredErrors += error * error;
        _absoluteErrors += Math.Abs(error);
        // Welford (1962): the mean and the sum of squared deviations in one pass without cancellation.
        double delta = target - _mean;
        _mean += delta / _rows;
        _squaredDeviations += delta * (target - _mean);
    }

    /// <summary>The figures of all rows that were added.</summary>
    internal EvaluationResult Result() =>
        new()
        {
            Task = LearningTask.Regression,
            Rows = _rows,
            Loss = _squaredErrors / _rows,
            Rmse = Math.Sqrt(_squaredErrors / _rows),
            Mae = _absoluteErrors / _rows,
            R2 = _squaredDeviations > 0 ? 1 - _squaredErrors / _squaredDeviations : double.NaN,
            Predictions = _predictions,
            Targets = _targets,
        };
}
