namespace PSModelPruning.Compute;

/// <summary>What a model predicts for one row.</summary>
public sealed record Prediction
{
    /// <summary>The row, counted from 1 in its source.</summary>
    public long Row { get; init; }

    /// <summary>The predicted class; null for regression.</summary>
    public string? Label { get; init; }

    /// <summary>The predicted number in the target's own units; null for classification.</summary>
    public double? Value { get; init; }

    /// <summary>The probability of the predicted class, 0 to 1; null for regression.</summary>
    public double? Probability { get; init; }

    /// <summary>The true class or number where the source has it; null where it does not.</summary>
    public object? Actual { get; init; }

    /// <summary>The probability of every class, in the model's order, where it was asked for; else null.</summary>
    public ClassProbabilities? Probabilities { get; init; }

    /// <summary>Where the row comes from: the data set's or the file's name; null for rows from the pipeline.</summary>
    public string? Source { get; init; }

    /// <summary>The predicted class or number.</summary>
    public override string ToString() => Label ?? FormattableString.Invariant($"{Value}");
}
