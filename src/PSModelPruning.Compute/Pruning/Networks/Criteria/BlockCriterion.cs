using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>A criterion that scores whole blocks by what they do and says nothing about weights and channels.</summary>
internal abstract class BlockCriterion : PruningCriterion
{
    internal sealed override bool IsOfBlocks => true;

    internal sealed override bool NeedsData => true;

    internal sealed override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
        throw new NotSupportedException($"{Name} scores blocks.");
}
