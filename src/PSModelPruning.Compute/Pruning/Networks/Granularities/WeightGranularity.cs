using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>Single weights become zeros, under another name.</summary>
internal sealed class WeightGranularity : PruningGranularity
{
    internal override string Name => "Weight";

    internal override string Description => "Single weights become exact zeros";

    internal override UnitCounter Counter { get; } = new WeightCounter();

    internal override bool MakesSmaller => false;

    internal override bool TakesSingleWeights => true;

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new ElementSelection(graph, rules);
}
