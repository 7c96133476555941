namespace PSModelPruning.Compute.Models.Rules;

/// <summary>
/// A number that rules look at: one input, or the mean or difference of several. Immutable.
/// </summary>
internal sealed class RuleTerm
{
    /// <param name="parts">At least one.</param>
    /// <param name="standardized">Whether the parts are standard scores rather than numbers in the columns' own units; for the text
    /// alone.</param>
    internal RuleTerm(IReadOnlyList<RulePart> parts, bool standardized)
    {
        Parts = parts;
        IsStandardized = standardized;
    }

    internal IReadOnlyList<RulePart> Parts { get; }

    internal bool IsStandardized { get; }

    /// <summary>True for one part minus another, whose value is not divided by their number.</summary>
    internal bool IsDifference => Parts.Count == 2 && Parts[0].IsNegative != Parts[1].IsNegative;

    /// <summary>A difference the other way round, which is easier to read where the threshold is negative.</summary>
    internal RuleTerm Swapped() => new([.. Parts.Reverse().Select(part => part with { IsNegative = !part.IsNegative })], IsStandardized);

    /// <summary>The value for a row: NaN where an input is missing.</summary>
    /// <param name="row">The row's inputs.</param>
    internal double Value(ReadOnlySpan<float> row)
    {
        double sum = 0;
        foreach (RulePart part in Parts)
            sum += part.Value(row[part.Input]);
        return Parts.Count == 1 || IsDifference ? sum : sum / Parts.Count;
    }
}

/// <summary>One input of a term: (input − center) / scale, and the opposite of that where it is negative.</summary>
/// <param name="Input">The input.</param>
/// <param name="IsNegative">Whether its opposite is taken.</param>
/// <param name="Center">What is subtracted.</param>
/// <param name="Scale">What the difference is divided by; not 0.</param>
internal readonly record struct RulePart(int Input, bool IsNegative, double Center, double Scale)
{
    internal double Value(float input) => (IsNegative ? -1 : 1) * (input - Center) / Scale;
}
