using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Blocks that change little go: 1 − mean over the calibration rows of the cosine between what stands in for a block (its shortcut, or its
/// input) and what it gives, each row flattened.
/// </summary>
/// <remarks>
/// Men et al.: "ShortGPT: Layers in Large Language Models are More Redundant Than You Expect", 2024, equation 1 (there a row is a token).
/// </remarks>
internal sealed class BlockInfluenceCriterion : BlockCriterion
{
    internal override string Name => "BlockInfluence";

    internal override string Description =>
        "Removes blocks whose output is most similar to their input: 1 - cosine (ShortGPT, Men et al. 2024); for granularity Layer";

    internal override double[] ScoreBlocks(CriterionContext context, IReadOnlyList<NetworkBlock> blocks)
    {
        using IDisposable withoutGradient = no_grad();
        HashSet<string> wanted = [.. blocks.SelectMany(block => new[] { block.Input, block.Output })];
        var runner = new GraphRunner(context.Graph);
        var sums = new double[blocks.Count];
        foreach ((Tensor input, _) in context.Rows!.Batches())
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            var values = new Dictionary<string, Tensor> { [context.Graph.InputName] = input };
            runner.Run(input, RunContext.Inference, null, (name, value) =>
            {
                if (wanted.Contains(name))
                    values[name] = value;
            });
            for (int i = 0; i < blocks.Count; i++)
                sums[i] += nn
                    .functional.cosine_similarity(values[blocks[i].Input].flatten(1), values[blocks[i].Output].flatten(1), 1)
                    .sum()
                    .item<float>();
        }
        return [.. sums.Select(sum => 1 - sum / context.Rows.Count)];
    }
}
