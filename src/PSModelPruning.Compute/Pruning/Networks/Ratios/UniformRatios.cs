namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>Every layer loses the same fraction; those that cannot lose so much leave the rest to the others.</summary>
internal sealed class UniformRatios : NamedRatios
{
    internal override string Name => "Uniform";

    internal override string Description => "Every layer loses the same fraction";

    internal override double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity) => [.. layers.Select(_ => 1.0)];
}
