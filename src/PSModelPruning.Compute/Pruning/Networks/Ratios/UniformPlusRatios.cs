namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// Every layer loses the same fraction, but a convolution that reads the network's input loses nothing and a fully connected last layer at
/// most 80 %.
/// </summary>
/// <remarks>Gale, Elsen, Hooker: "The State of Sparsity in Deep Neural Networks", 2019, section 4.2.</remarks>
internal sealed class UniformPlusRatios : NamedRatios
{
    private const double MostOfLast = 0.8;

    internal override string Name => "UniformPlus";

    internal override string Description =>
        "As Uniform, but the first convolution stays whole and a last linear layer loses at most 80 % (Gale et al. 2019)";

    internal override long Most(RatioLayer layer) =>
        layer.IsFirstConvolution ? layer.Gone
        : layer.IsLastLinear ? (long)Math.Min(layer.Most, MostOfLast * layer.Original)
        : layer.Most;

    internal override double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity) => [.. layers.Select(_ => 1.0)];
}
