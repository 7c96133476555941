using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Whole channels and neurons are removed with everything that makes, accompanies and reads them: tensors shrink, and the network
/// gets faster.
/// </summary>
/// <param name="name">"Channel", or "Neuron", which is the same.</param>
/// <param name="unit">What one is called in messages.</param>
internal sealed class ChannelGranularity(string name, string unit) : PruningGranularity
{
    internal override string Name => name;

    internal override string Description =>
        "Removes whole channels of convolutions and neurons of linear layers: a smaller and faster network";

    internal override UnitCounter Counter { get; } = new ChannelCounter(unit);

    internal override bool MakesSmaller => true;

    internal override ScoredPart Scored => ScoredPart.Unit;

    internal override bool TakesSingleUnits => true;

    internal override IEnumerable<LayerGroup> Groups(Graph graph) =>
        UnitGroups.Of(graph).Select(group => new LayerGroup(group.Name, group.Layers, group.FixedReason));

    internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new ChannelSelection(graph, rules);
}
