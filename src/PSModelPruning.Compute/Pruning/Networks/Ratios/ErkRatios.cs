namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// Erdős–Rényi-kernel: a layer keeps weights in proportion to the sum of its weight's sizes over their product, (n_in + n_out + k_h + k_w)
/// / (n_in·n_out·k_h·k_w) for a convolution and (n_in + n_out) / (n_in·n_out) for a linear layer, so that large layers lose more; a layer
/// that would keep more than it has stays whole.
/// </summary>
/// <remarks>
/// Mocanu et al., "Scalable training of artificial neural networks with adaptive sparse connectivity", 2018; Evci, Gale et al.: "Rigging
/// the Lottery", 2020, section 3.
/// </remarks>
internal sealed class ErkRatios : NamedRatios
{
    internal override string Name => "Erk";

    internal override string Description =>
        "Large layers lose more: Erdős–Rényi-kernel, density in proportion to (inputs + outputs + kernel sizes) / weights (Evci et al. "
        + "2020)";

    internal override bool IsOfWeights => true;

    internal override double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity) =>
        [.. layers.Select(layer => layer.Shape.Sum() / layer.Shape.Aggregate(1.0, (product, size) => product * size))];
}
