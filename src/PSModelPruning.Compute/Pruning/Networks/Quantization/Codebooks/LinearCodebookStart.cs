namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>
/// Evenly from the smallest to the greatest number, so that large weights, which are few and matter most, have centres of their own. The
/// paper's best.
/// </summary>
internal sealed class LinearCodebookStart : CodebookStart
{
    internal override string Name => "Linear";

    internal override string Description => "Evenly spaced from the smallest to the largest weight (best in the paper)";

    internal override double[] Centres(SortedWeights numbers, int count, int seed)
    {
        double least = numbers.Values[0],
            greatest = numbers.Values[^1];
        return count == 1
            ? [(least + greatest) / 2]
            : [.. Enumerable.Range(0, count).Select(i => least + (greatest - least) * i / (count - 1))];
    }
}
