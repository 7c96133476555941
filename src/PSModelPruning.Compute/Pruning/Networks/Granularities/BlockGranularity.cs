using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Rectangles of weights become zeros as wholes: outputs × inputs of a layer's matrix (Narang et al., "Block-Sparse Recurrent Neural
/// Networks", 2017).
/// </summary>
internal sealed class BlockGranularity : PruningGranularity
{
    internal override string Name => "Block";

    internal override string Description => "Blocks of weights become zeros as wholes, outputs x inputs of a layer's matrix; -BlockSize 4";

    internal override string Unit => "weight";

    internal override bool MakesSmaller => false;

    internal override IReadOnlyList<string> Parameters => ["BlockSize"];

    internal override GranularitySession Begin(Graph graph, GranularityRules rules) => new BlockSession(graph, rules);
}
