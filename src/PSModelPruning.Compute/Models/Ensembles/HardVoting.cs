namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>
/// Each member gives its weight to its most probable class; the output is each class's share of the votes. The first of several equal
/// classes wins, for a member and for the ensemble. For classes only.
/// </summary>
internal sealed class HardVoting(IReadOnlyList<double> weights) : VotingRule(Normalized(weights))
{
    /// <inheritdoc/>
    internal override string Name => VotingCatalog.Hard;

    /// <inheritdoc/>
    internal override void Add(int member, ReadOnlySpan<float> predicted, Span<float> output, int outputs)
    {
        float weight = (float)Weights[member];
        for (int first = 0; first < output.Length; first += outputs)
        {
            ReadOnlySpan<float> own = predicted.Slice(first, outputs);
            // Who has no prediction has no vote, and an ensemble that lacks votes has no prediction either.
            output[first + OutputScore.MostProbable(own)] += own.ContainsNonFinite() ? float.NaN : weight;
        }
    }
}
