using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Blocks without which the loss rises least go: the mean loss over the calibration rows of the network without the block, minus that of
/// the whole network. One pass over the rows a block;
/// BatchNormalization keeps its statistics.
/// </summary>
/// <remarks>
/// The oracle that other measures of layers approximate; as Chen, Zhao: "Shallowing Deep Networks: Layer-wise Pruning Based on Feature
/// Representations", 2018, what counts is what a block adds to the result.
/// </remarks>
internal sealed class LossIncreaseCriterion : BlockCriterion
{
    internal override string Name => "LossIncrease";

    internal override string Description =>
        "Removes blocks without which the loss increases least, measured on training rows; for granularity Layer";

    internal override double[] ScoreBlocks(CriterionContext context, IReadOnlyList<NetworkBlock> blocks)
    {
        using IDisposable withoutGradient = no_grad();
        double whole = Loss(context, context.Graph);
        return
        [
            .. blocks.Select(block =>
            {
                using Graph without = context.Graph.Clone();
                BlockRemoval.Remove(without, [block]);
                return Loss(context, without) - whole;
            }),
        ];
    }

    private static double Loss(CriterionContext context, Graph graph)
    {
        var runner = new GraphRunner(graph);
        double sum = 0;
        foreach ((Tensor input, Tensor target) in context.Rows!.Batches())
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            sum += context.Rows.Loss(runner.Run(input, RunContext.Inference), target).item<float>() * input.size(0);
        }
        return sum / context.Rows.Count;
    }
}
