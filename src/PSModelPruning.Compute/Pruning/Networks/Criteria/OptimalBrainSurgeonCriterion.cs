using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// What raises the loss least by second order goes, after the weights that stay have made up for it: a weight scores w²/(2·[F⁻¹]_qq) with
/// the inverse of the empirical Fisher matrix in blocks; then the weights that stay of every block are updated to make ½ δᵀFδ least. At
/// every step of the schedule.
/// </summary>
/// <remarks>
/// Hassibi, Stork: "Second order derivatives for network pruning: Optimal Brain Surgeon", 1993, equation 5; Singh, Alistarh: "WoodFisher:
/// Efficient Second-Order Approximation for Neural Network Compression", 2020, equations 5 and 6, block-wise. Here F's blocks are inverted
/// directly, which is what their recursion computes, and what goes of a block goes jointly (Kurtic et al. 2022, equation 7) instead of as
/// the sum of single updates.
/// </remarks>
internal sealed class OptimalBrainSurgeonCriterion : PruningCriterion
{
    internal override string Name => "OptimalBrainSurgeon";

    internal override string Description =>
        "Removes weights that raise the loss least, and changes the others to compensate: inverse Fisher matrix (WoodFisher, Singh & "
        + "Alistarh 2020)";

    internal override bool NeedsData => true;

    internal override bool IsComparableAcrossLayers => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        FisherBlocks fisher = context.Keep(() => new FisherBlocks(context, parameters));
        using IDisposable withoutGradient = no_grad();
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                Tensor weight = context.Graph.Parameters[name].Value.detach();
                return weight.to_type(ScalarType.Float64).Squared() / fisher.InverseDiagonal(name, weight.shape).Times(2);
            }
        );
    }

    internal override void Compensate(CriterionContext context, IDictionary<string, Tensor> masks)
    {
        FisherBlocks fisher = context.Keep(() => new FisherBlocks(context, [.. masks.Keys]));
        foreach ((string name, Tensor mask) in masks)
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            Tensor weight = context.Graph.Parameters[name].Value.detach();
            Tensor stays = mask * weight.IsNot(0).to_type(mask.dtype);
            weight.copy_(fisher.Compensated(name, weight, stays).to_type(weight.dtype));
        }
    }
}
