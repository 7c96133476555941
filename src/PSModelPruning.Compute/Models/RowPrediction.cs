namespace PSModelPruning.Compute;

/// <summary>What a model predicts for one row. The names are those that are added to objects from the pipeline.</summary>
public sealed record RowPrediction
{
    /// <summary>The row in its source, from 1, without the header.</summary>
    public long Row { get; init; }

    /// <summary>The predicted class, or the number in the target's own units.</summary>
    public object? Prediction { get; init; }

    /// <summary>The probability of the predicted class, 0 to 1; null for regression.</summary>
    public double? Probability { get; init; }

    /// <summary>The true class or number where the source has it; null where it does not.</summary>
    public object? Actual { get; init; }

    /// <summary>The probability of every class, in the model's order, where it was asked for; else null.</summary>
    public ClassProbabilities? Probabilities { get; init; }

    /// <summary>Where the row comes from: the data set's or the file's name; null for rows from the pipeline.</summary>
    public string? Source { get; init; }

    /// <summary>The predicted class; null for regression.</summary>
    internal string? Label => Prediction as string;

    /// <summary>The predicted number; null for classification.</summary>
    internal double? Value => Prediction as double?;

    /// <summary>The predicted class or number.</summary>
    public override string ToString() => FormattableString.Invariant($"{Prediction}");
}
