using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Network slimming: channels whose BatchNormalization hardly lets them through go. A unit's score is |γ|, the scale of its channel (the
/// mean over the scales of channels that are coupled, so that more of them weigh no more), compared over all layers. Works best on a
/// network that was trained with an L1 penalty on the scales (see <see cref="TrainingOptions.BatchNormL1"/>). Layers without
/// BatchNormalization stay.
/// </summary>
/// <remarks>
/// Liu, Li, Shen, Huang, Yan, Zhang: "Learning Efficient Convolutional Networks through Network Slimming", 2017, section 3.
/// </remarks>
internal sealed class BatchNormScaleCriterion : UnitCriterion
{
    internal override string Name => "BatchNormScale";

    internal override string Description =>
        "Removes channels with a small BatchNorm scale: |gamma| (Liu et al. 2017); train with a penalty on the scales first; needs no data";

    internal override IReadOnlyDictionary<string, string> UnfitLayers(Graph graph)
    {
        HashSet<string> scales = Scales(graph);
        return UnitGroups
            .Of(graph)
            .Where(group => !group.Units.Any(unit => unit.Slices.Any(slice => scales.Contains(slice.Parameter))))
            .SelectMany(group => group.Layers)
            .Distinct()
            .ToDictionary(layer => layer, _ => "no BatchNormalization follows it");
    }

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        HashSet<string> scales = Scales(context.Graph);
        Tensor sums = units.Scatter(axis =>
                scales.Contains(axis.Parameter) ? context.Graph.Parameters[axis.Parameter].Value.detach().abs() : null
            ),
            counts = units.Scatter(axis =>
                scales.Contains(axis.Parameter) ? ones_like(context.Graph.Parameters[axis.Parameter].Value.detach()) : null
            );
        // Units without a scale keep their score of 0; their layers are excluded.
        return sums / maximum(counts, ones_like(counts));
    }

    private static HashSet<string> Scales(Graph graph) => [.. graph.ChannelScales()];
}
