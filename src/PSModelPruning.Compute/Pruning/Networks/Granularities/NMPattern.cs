using System.Globalization;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>N:M sparsity: of every M neighbouring weights of an output at most N are nonzero.</summary>
/// <param name="Kept">N, at least 1.</param>
/// <param name="Of">M, more than N.</param>
internal sealed record NMPattern(int Kept, int Of)
{
    /// <summary>2:4, which hardware multiplies fast.</summary>
    internal static readonly NMPattern Usual = new(2, 4);

    /// <summary>Reads "2:4".</summary>
    /// <exception cref="ComputeException"><c>PatternInvalid</c>.</exception>
    internal static NMPattern Parse(string text)
    {
        string[] parts = text.Split(':');
        bool isRight =
            parts.Length == 2
            & int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int kept)
            & int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int of);
        return isRight && kept >= 1 && of > kept ? new NMPattern(kept, of) : throw PruningErrors.PatternInvalid(text);
    }

    public override string ToString() => FormattableString.Invariant($"{Kept}:{Of}");
}
