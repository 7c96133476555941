using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Channels that are mostly zero go: the score is 1 − APoZ, the fraction of a channel's activations behind its rectifier that are above
/// zero, over all calibration rows and places. Layers without a rectifier behind them stay.
/// </summary>
/// <remarks>
/// Hu, Peng, Tai, Tang: "Network Trimming: A Data-Driven Neuron Pruning Approach towards Efficient Deep Architectures", 2016, equation 1.
/// </remarks>
internal sealed class ApoZCriterion : UnitCriterion
{
    internal override string Name => "ApoZ";

    internal override string Description =>
        "Removes channels that are mostly zero after their rectifier: average percentage of zeros (Hu et al. 2016)";

    internal override bool NeedsData => true;

    internal override bool IsComparableAcrossLayers => true;

    internal override IReadOnlyDictionary<string, string> UnfitLayers(Graph graph)
    {
        IReadOnlyList<UnitGroup> groups = UnitGroups.Of(graph);
        PruningUnit[] units = [.. groups.SelectMany(group => group.Units)];
        bool[] carried = new UnitActivations(graph, units, node => node.Operator.IsRectifier(node)).Carried();
        HashSet<PruningUnit> rectified = [.. units.Where((_, i) => carried[i])];
        return groups
            .Where(group => !group.Units.Any(rectified.Contains))
            .SelectMany(group => group.Layers)
            .Distinct()
            .ToDictionary(layer => layer, _ => "no rectifier follows it");
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
        new UnitActivations(context.Graph, units.Units, node => node.Operator.IsRectifier(node)).Mean(
            context.Rows!,
            activation => activation.IsAbove(0).to_type(ScalarType.Float32),
            context.Monitor.Cancellation
        );
}
