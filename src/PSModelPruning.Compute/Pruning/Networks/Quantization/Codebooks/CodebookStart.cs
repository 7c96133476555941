namespace PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

/// <summary>
/// Where the centres of a codebook's clusters begin. Stateless; listed in <see cref="CodebookStartCatalog"/>. The three of Han, Mao, Dally
/// 2016, section 3.2.
/// </summary>
internal abstract class CodebookStart
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>The centres, in any order.</summary>
    /// <param name="numbers">What is clustered; at least one.</param>
    /// <param name="count">How many centres, at least 1.</param>
    /// <param name="seed">The seed of what is random.</param>
    internal abstract double[] Centres(SortedWeights numbers, int count, int seed);
}
