using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Filters that others can stand in for go: those nearest to the geometric median of their layer's filters. A filter's score is the sum of
/// its Euclidean distances to the other filters of its layer that are not gone, Σ_k ‖F_j − F_k‖₂; a unit of coupled channels has the sum
/// over its filters.
/// Needs no data.
/// </summary>
/// <remarks>
/// He, Liu, Wang, Hu, Yang: "Filter Pruning via Geometric Median for Deep Convolutional Neural Networks Acceleration", 2019, equations 4 to
/// 8.
/// </remarks>
internal sealed class GeometricMedianCriterion : UnitCriterion
{
    internal override string Name => "GeometricMedian";

    internal override string Description =>
        "Removes filters near the geometric median of their layer, which others can replace (FPGM, He et al. 2019); needs no data";

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        using IDisposable withoutGradient = no_grad();
        return units.Scatter(axis =>
            axis.Role == SliceRole.Producer ? Distances(context.Graph.Parameters[axis.Parameter].Value.detach(), axis.Axis) : null
        );
    }

    /// <summary>The sum of the distances from each filter to all that are not zero.</summary>
    private static Tensor Distances(Tensor weight, int axis)
    {
        Tensor filters = weight.transpose(0, axis).reshape(weight.size(axis), -1).to_type(ScalarType.Float64);
        Tensor stays = filters.abs().amax([1]).IsAbove(0).to_type(ScalarType.Float64);
        return mv(cdist(filters, filters), stays);
    }
}
