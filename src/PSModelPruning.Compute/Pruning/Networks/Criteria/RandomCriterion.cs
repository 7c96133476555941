using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>Chance decides: uniform scores from the run's seed. The baseline that every other criterion must beat.</summary>
internal sealed class RandomCriterion : PruningCriterion
{
    internal override string Name => "Random";

    internal override string Description => "Removes random weights; the baseline that a method must beat; needs no data";

    internal override bool IsComparableAcrossLayers => true;

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
        parameters.ToDictionary(name => name, name => rand(context.Graph.Parameters[name].Shape, generator: context.Random));

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
        rand([units.Count], generator: context.Random).to_type(ScalarType.Float64);
}
