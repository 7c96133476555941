namespace PSModelPruning.Compute.Evaluation;

/// <summary>How well a model predicted the rows of a partition. Figures of the other task are NaN or empty.</summary>
internal sealed record EvaluationResult
{
    /// <summary>What was predicted.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>Rows that were predicted.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// Mean cross-entropy in nats (classification) or mean squared error in the target's own units, squared (regression).
    /// </summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>The fraction of rows whose most probable class is the right one.</summary>
    public double Accuracy { get; init; } = double.NaN;

    /// <summary>Mean of the classes' precisions, over the classes that occur in the rows or among the predictions.</summary>
    public double Precision { get; init; } = double.NaN;

    /// <summary>Mean of the classes' recalls, over the same classes.</summary>
    public double Recall { get; init; } = double.NaN;

    /// <summary>Mean of the classes' F1 figures, over the same classes.</summary>
    public double F1 { get; init; } = double.NaN;

    /// <summary>Root of the mean squared error, in the target's own units.</summary>
    public double Rmse { get; init; } = double.NaN;

    /// <summary>Mean absolute error, in the target's own units.</summary>
    public double Mae { get; init; } = double.NaN;

    /// <summary>
    /// Coefficient of determination: 1 − residual sum of squares / total sum of squares; NaN where all targets are equal.
    /// </summary>
    public double R2 { get; init; } = double.NaN;

    /// <summary>Rows by right class (first index) and predicted class (second), in the order of the model's classes.</summary>
    public int[][] ConfusionMatrix { get; init; } = [];

    /// <summary>The figures of each class.</summary>
    public IReadOnlyList<ClassFigure> ClassFigures { get; init; } = [];

    /// <summary>What was predicted for each row: the class index, or the number.</summary>
    public double[] Predictions { get; init; } = [];

    /// <summary>What was right for each row: the class index in the model's order, or the number.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>The figure that is better when higher, which budgets look at: accuracy, or R².</summary>
    internal double Score => Task == LearningTask.Classification ? Accuracy : R2;
}
