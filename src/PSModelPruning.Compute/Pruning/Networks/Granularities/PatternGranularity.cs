using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Of every M neighbouring weights that lead to the same output all but N become zeros (Mishra et al., "Accelerating Sparse Deep Neural
/// Networks", 2021).
/// </summary>
internal sealed class PatternGranularity : PruningGranularity
{
    internal override string Name => "Pattern";

    internal override string Description =>
        "N:M sparsity: of every M neighbouring weights of an output all but N become zeros; -Pattern 2:4";

    internal override string Unit => "weight";

    internal override bool MakesSmaller => false;

    internal override bool HasEnd => true;

    internal override IReadOnlyList<string> Parameters => ["Pattern"];

    internal override GranularitySession Begin(Graph graph, GranularityRules rules) => new PatternSession(graph, rules);
}
