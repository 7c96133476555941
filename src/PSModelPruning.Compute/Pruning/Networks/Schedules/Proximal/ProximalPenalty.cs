using PSModelPruning.Compute.Pruning.Networks.Criteria;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;

/// <summary>
/// A penalty that is not smooth at zero, by its proximal operator, which makes exact zeros of what is small. Belongs to one training of one
/// graph.
/// </summary>
internal abstract class ProximalPenalty : IDisposable
{
    /// <summary>Ranks what goes in the end: what the operator makes zero first goes first.</summary>
    internal abstract PruningCriterion Criterion { get; }

    /// <summary>What adapts the strength while the network is trained.</summary>
    /// <param name="fraction">The fraction of the units (of those that there are) that is to be zero.</param>
    /// <param name="learningRate">The learning rate of the training.</param>
    /// <param name="updates">The updates of the training.</param>
    /// <param name="strength">The strength to begin with; null chooses it by the weights.</param>
    internal abstract PenaltyControl Control(double fraction, double learningRate, long updates, double? strength);

    /// <summary>The fraction of the units (of those that there are) that are zero.</summary>
    internal abstract double Zero();

    /// <summary>
    /// Replaces w by argmin ½‖u − w‖² + τ·Ω(u), in place, and remembers w.
    /// </summary>
    /// <param name="threshold">τ, the learning rate times the strength of the penalty.</param>
    internal abstract void Apply(double threshold);

    /// <summary>Puts back what there was before the last <see cref="Apply"/>: it also ranks what became zero.</summary>
    internal abstract void PutBack();

    /// <summary>The threshold under which a fraction of the units is zero now.</summary>
    internal double Quantile(double fraction)
    {
        using var scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        Tensor sizes = Sizes();
        (Tensor value, _) = kthvalue(sizes, Math.Clamp((long)(fraction * sizes.numel()), 1, sizes.numel()), 0);
        return value.to_type(ScalarType.Float64).item<double>();
    }

    /// <summary>For every unit the τ from which on it becomes zero, flat.</summary>
    protected abstract Tensor Sizes();

    public abstract void Dispose();
}
