using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>A criterion that scores channels and neurons as wholes and says nothing about single weights.</summary>
internal abstract class UnitCriterion : PruningCriterion
{
    internal sealed override bool IsOfUnits => true;

    internal sealed override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
        throw new NotSupportedException($"{Name} scores units.");

    internal abstract override Tensor ScoreUnits(CriterionContext context, UnitIndex units);
}
