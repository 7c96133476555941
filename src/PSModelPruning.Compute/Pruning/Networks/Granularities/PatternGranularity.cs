using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Of every M neighbouring weights that lead to the same output all but N become zeros (Mishra et al., "Accelerating Sparse Deep Neural
/// Networks", 2021).
/// </summary>
/// <param name="pattern">N and M.</param>
internal sealed class PatternGranularity(NMPattern pattern) : PruningGranularity
{
    internal PatternGranularity()
        : this(NMPattern.Usual) { }

    internal override string Name => "Pattern";

    internal override IReadOnlyList<string> Unread => [nameof(NetworkPruningOptions.MaxLayerSparsity)];

    internal override string Description =>
        "N:M sparsity: of every M neighbouring weights of an output, all but N become zero; takes a pattern, such as 2:4";

    internal override UnitCounter Counter { get; } = new WeightCounter();

    internal override bool MakesSmaller => false;

    internal override bool HasEnd => true;

    internal override IReadOnlyList<string> Reads => [nameof(NetworkPruningOptions.Pattern)];

    internal override bool IsImpliedBy(PruningOptions options) => options.Network.Pattern is not null;

    internal override PruningGranularity With(PruningOptions options) =>
        options.Network.Pattern is { } text ? new PatternGranularity(NMPattern.Parse(text)) : this;

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new PatternSelection(graph, rules, pattern);
}
