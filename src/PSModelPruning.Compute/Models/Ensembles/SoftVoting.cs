namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>The weighted mean of probabilities or numbers: Σ wₘ·pₘ with Σ wₘ = 1.</summary>
internal sealed class SoftVoting(IReadOnlyList<double> weights) : VotingRule(Normalized(weights))
{
    /// <inheritdoc/>
    internal override string Name => VotingCatalog.Soft;

    /// <inheritdoc/>
    internal override void Add(int member, ReadOnlySpan<float> predicted, Span<float> output, int outputs)
    {
        float weight = (float)Weights[member];
        for (int i = 0; i < output.Length; i++)
            output[i] += weight * predicted[i];
    }
}
