namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>Evenly over the cumulative distribution: as many weights between one centre and the next.</summary>
internal sealed class DensityCodebookStart : CodebookStart
{
    internal override string Name => "Density";

    internal override string Description => "The same number of weights between neighbouring centres";

    internal override double[] Centres(SortedWeights numbers, int count, int seed) =>
        [.. Enumerable.Range(0, count).Select(i => (double)numbers.Values[(int)((i + 0.5) * numbers.Count / count)])];
}
