using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>Gathers the outcomes of a classifier row by row, and turns them into figures.</summary>
/// <remarks>
/// Macro averages are plain means over the classes that occur in the rows or among the predictions; a class's precision or recall of
/// 0/0 counts as 0. These are the conventions of Sokolova and Lapalme (2009), "A systematic analysis of performance measures for
/// classification tasks", and of scikit-learn's <c>precision_recall_fscore_support</c>.
/// </remarks>
internal sealed class ClassificationTally
{
    /// <summary>
    /// The least probability that enters the logarithm, so that a confident error of a tree costs 34.5 nats and not infinitely many.
    /// </summary>
    internal const double LeastProbability = 1e-15;

    private readonly IReadOnlyList<string> _classes;
    private readonly int[][] _confusion;
    private readonly double[] _predictions;
    private readonly double[] _targets;
    private double _logLoss;
    private int _rows;

    /// <param name="classes">The classes in the order of the outputs.</param>
    /// <param name="rows">How many rows will be added.</param>
    internal ClassificationTally(IReadOnlyList<string> classes, int rows)
    {
        _classes = classes;
        _confusion = [.. classes.Select(_ => new int[classes.Count])];
        _predictions = new double[rows];
        _targets = new double[rows];
    }

    /// <summary>Adds one row.</summary>
    /// <param name="probabilities">A probability a class.</param>
    /// <param name="label">The right class.</param>
    internal void Add(ReadOnlySpan<float> probabilities, int label)
    {
        int predicted = OutputScore.MostProbable(probabilities);
        _confusion[label][predicted]++;
        _targets[_rows] = label;
        _predictions[_rows++] = predicted;
        _logLoss -= Math.Log(Math.Max(probabilities[label], LeastProbability));
    }

    /// <summary>The figures of all rows that were added.</summary>
    internal EvaluationResult Result()
    {
        ClassFigure[] figures = [.. _classes.Select(Figure)];
        ClassFigure[] occurring = [.. figures.Where(f => f.Rows > 0 || f.PredictedRows > 0)];
        double right = _confusion.Select((row, i) => (double)row[i]).Sum();
        return new EvaluationResult
        {
            Task = LearningTask.Classification,
            Rows = _rows,
            Loss = _logLoss / _rows,
            Accuracy = right / _rows,
            Precision = occurring.Select(f => f.Precision).DefaultIfEmpty(double.NaN).Average(),
            Recall = occurring.Select(f => f.Recall).DefaultIfEmpty(double.NaN).Average(),
            F1 = occurring.Select(f => f.F1).DefaultIfEmpty(double.NaN).Average(),
            ConfusionMatrix = _confusion,
            ClassFigures = figures,
            Predictions = _predictions,
            Targets = _targets,
        };
    }

    private ClassFigure Figure(string name, int index)
    {
        int rows = _confusion[index].Sum();
        int predicted = _confusion.Sum(row => row[index]);
        int right = _confusion[index][index];
        return new ClassFigure(name, Ratio(right, predicted), Ratio(right, rows), Ratio(2 * right, predicted + rows), rows, predicted);
    }

    private static double Ratio(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
