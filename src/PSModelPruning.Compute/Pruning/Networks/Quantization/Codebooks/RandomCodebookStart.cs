namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>Weights drawn at random, each at most once (Forgy 1965).</summary>
internal sealed class RandomCodebookStart : CodebookStart
{
    internal override string Name => "Random";

    internal override string Description => "Weights drawn at random with the seed";

    internal override double[] Centres(SortedWeights numbers, int count, int seed)
    {
        int[] places = [.. Enumerable.Range(0, numbers.Count)];
        new Random(seed).Shuffle(places);
        return [.. places.Take(count).Select(place => (double)numbers.Values[place])];
    }
}
