namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>Turns logits into probabilities.</summary>
internal static class Softmax
{
    /// <summary>exp(zₖ) / Σ exp(zⱼ), without overflow.</summary>
    /// <param name="logits">One row's logits; become probabilities.</param>
    internal static void InPlace(Span<float> logits)
    {
        float greatest = float.NegativeInfinity;
        foreach (float logit in logits)
            greatest = Math.Max(greatest, logit);
        float sum = 0;
        for (int i = 0; i < logits.Length; i++)
            sum += logits[i] = MathF.Exp(logits[i] - greatest);
        for (int i = 0; i < logits.Length; i++)
            logits[i] /= sum;
    }
}
