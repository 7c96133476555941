namespace PSModelPruning.Compute;

/// <summary>
/// One point of the trade-off between a model's complexity and its score. Scores are accuracy, or R² for regression; NaN where they were
/// not measured.
/// </summary>
public sealed record PruningPathPoint
{
    /// <summary>The name of the model whose path it is.</summary>
    public required string Model { get; init; }

    /// <summary>How it is pruned: CostComplexity, Magnitude …</summary>
    public required string Method { get; init; }

    /// <summary>The point's place on the whole path, from 0, the model itself.</summary>
    public required int Step { get; init; }

    /// <summary>The complexity of the pruned model, counted in <see cref="ComplexityUnit"/>.</summary>
    public required long Complexity { get; init; }

    /// <summary>What <see cref="Complexity"/> counts, in the plural: nodes, trees, prototypes, weights.</summary>
    public required string ComplexityUnit { get; init; }

    /// <summary>What goes at a time of a network: Element, Channel …; "" for other kinds of models.</summary>
    public string Granularity { get; init; } = "";

    /// <summary>Leaves of the pruned model's trees; 0 where it has none.</summary>
    public long Leaves { get; init; }

    /// <summary>The fraction of the original model's units that is gone, 0 to 1.</summary>
    public double Sparsity { get; init; }

    /// <summary>
    /// The complexity parameter from which on this tree is the best: what Alpha of pruning takes. NaN for other methods than
    /// CostComplexity.
    /// </summary>
    public double Alpha { get; init; } = double.NaN;

    /// <summary>
    /// The risk by which the method chose: for CostComplexity the total impurity of the leaves, for other methods of trees the error that
    /// they expect of a row, or its bits. NaN for methods that have none.
    /// </summary>
    public double Risk { get; init; } = double.NaN;

    /// <summary><see cref="Risk"/> over that of the simplest point: the relative error of a table of complexity parameters.</summary>
    public double RelativeRisk { get; init; } = double.NaN;

    /// <summary>The score on the training rows.</summary>
    public double TrainingScore { get; init; } = double.NaN;

    /// <summary>The score on the validation rows.</summary>
    public double ValidationScore { get; init; } = double.NaN;

    /// <summary>The cross-validated score on the training rows.</summary>
    public double CrossValidatedScore { get; init; } = double.NaN;

    /// <summary>The standard error of the cross-validated score; of the validation score where nothing was cross-validated.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>
    /// The rules that choose this point by the cross-validated score, or by the validation score where nothing was cross-validated:
    /// "Minimum" (the least error), "OneStandardError" (the simplest within one standard error of that), both with a comma, or "".
    /// </summary>
    public string ChosenBy { get; init; } = "";
}
