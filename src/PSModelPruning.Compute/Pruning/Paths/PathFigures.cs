using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>How well points of a path predict rows, as the score that is better when higher: accuracy, or R².</summary>
internal sealed class PathFigures
{
    private PathFigures(IReadOnlyList<int> points, double[] scores, double[] standardErrors)
    {
        Points = points;
        Scores = scores;
        StandardErrors = standardErrors;
    }

    /// <summary>Indices of candidates of the path, rising.</summary>
    internal IReadOnlyList<int> Points { get; }

    /// <summary>One a point.</summary>
    internal IReadOnlyList<double> Scores { get; }

    /// <summary>The standard error of each score, over rows.</summary>
    internal IReadOnlyList<double> StandardErrors { get; }

    /// <param name="points">Indices of candidates.</param>
    /// <param name="losses">One a point.</param>
    /// <param name="rows">The rows that were predicted.</param>
    /// <param name="task">What was predicted.</param>
    /// <param name="copies">Which of the rows are copies of one another, and so say the same; null where none is.</param>
    internal static PathFigures Of(
        IReadOnlyList<int> points,
        IReadOnlyList<PathLoss> losses,
        Partition rows,
        LearningTask task,
        RowCopies? copies = null
    )
    {
        double scale = PathLoss.Scale(rows, task),
            spread = Math.Sqrt(copies?.DesignEffect ?? 1);
        return new PathFigures(
            points,
            [.. losses.Select(loss => 1 - loss.Mean / scale)],
            [.. losses.Select(loss => spread * loss.StandardError / scale)]
        );
    }
}
