namespace PSModelPruning.Compute.Models.Rules;

/// <summary>One rule of a list: where all its conditions hold, and no rule before it fired, it says what is predicted. Immutable.</summary>
internal sealed record Rule
{
    /// <summary>None for the last rule, which always fires.</summary>
    public required IReadOnlyList<RuleCondition> Conditions { get; init; }

    /// <summary>The probabilities of the classes, or one number, <c>[outputs]</c>.</summary>
    public required float[] Values { get; init; }

    /// <summary>Rows that it was learned from.</summary>
    public required long Rows { get; init; }

    /// <summary>For a number that is a straight line over a term: values[0] + slope × term; null where it is values[0] alone.</summary>
    public RuleTerm? Term { get; init; }

    /// <summary>See <see cref="Term"/>.</summary>
    public double Slope { get; init; }

    internal bool Fires(ReadOnlySpan<float> row)
    {
        foreach (RuleCondition condition in Conditions)
        {
            if (!condition.Holds(row))
                return false;
        }
        return true;
    }

    /// <summary>Writes what it predicts.</summary>
    internal void Predict(ReadOnlySpan<float> row, Span<float> output)
    {
        Values.CopyTo(output);
        if (Term is null)
            return;
        double value = Term.Value(row);
        if (!double.IsNaN(value))
            output[0] = (float)(Values[0] + Slope * value);
    }
}

/// <summary>A term above a threshold, or at most at it. A missing value meets neither.</summary>
/// <param name="Term">What is compared.</param>
/// <param name="IsAbove">Whether it must be above the threshold; else at most.</param>
/// <param name="Threshold">The threshold, in the term's units.</param>
internal sealed record RuleCondition(RuleTerm Term, bool IsAbove, double Threshold)
{
    internal bool Holds(ReadOnlySpan<float> row)
    {
        double value = Term.Value(row);
        return IsAbove ? value > Threshold : value <= Threshold;
    }
}
