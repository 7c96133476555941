using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Training with quantized weights: every pass sees the weights rounded, and the gradients update the real ones (straight-through
/// estimator; Bengio, Léonard, Courville 2013; Jacob et al. 2018).
/// Scales are found anew before every epoch, so that those of the last epoch are those that the network was trained with.
/// </summary>
internal sealed class RoundedWeights(WeightQuantization weights) : EffectiveWeights
{
    internal override string Name => "quantized";

    /// <summary>Finds the scales anew.</summary>
    internal void Fit() => weights.Fit();

    internal override void Apply(Graph graph) => weights.Round();
}
