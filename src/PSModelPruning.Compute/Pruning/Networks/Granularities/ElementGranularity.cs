using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>Single weights become zeros. The file shrinks, the computation does not.</summary>
internal sealed class ElementGranularity : PruningGranularity
{
    internal override string Name => "Element";

    internal override string Description => "Single weights become exactly zero: a smaller file, the same computation";

    internal override UnitCounter Counter { get; } = new WeightCounter();

    internal override bool MakesSmaller => false;

    internal override bool TakesSingleWeights => true;

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new ElementSelection(graph, rules);
}
