using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Rectangles of weights become zeros as wholes: outputs × inputs of a layer's matrix (Narang et al., "Block-Sparse Recurrent Neural
/// Networks", 2017).
/// </summary>
/// <param name="size">The size of a block.</param>
internal sealed class BlockGranularity(BlockSize size) : PruningGranularity
{
    internal BlockGranularity()
        : this(BlockSize.Usual) { }

    internal override string Name => "Block";

    internal override IReadOnlyList<string> Unread => [nameof(NetworkPruningOptions.MaxLayerSparsity)];

    internal override string Description =>
        "Blocks of weights become zero, outputs x inputs of the matrix of a layer; takes a block size, such as 4";

    internal override UnitCounter Counter { get; } = new WeightCounter();

    internal override bool MakesSmaller => false;

    internal override IReadOnlyList<string> Reads => [nameof(NetworkPruningOptions.BlockSize)];

    internal override bool IsImpliedBy(PruningOptions options) => options.Network.BlockSize is not null;

    internal override PruningGranularity With(PruningOptions options) =>
        options.Network.BlockSize is { } sizes ? new BlockGranularity(BlockSize.From(sizes)) : this;

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new BlockSelection(graph, rules, size);
}
