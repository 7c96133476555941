using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// As <see cref="MagnitudeCriterion"/> with the Euclidean norm for units, which weighs few large weights more than many small ones.
/// Single elements are ranked as by |w|.
/// </summary>
internal sealed class MagnitudeL2Criterion : MagnitudeCriterion
{
    internal override string Name => "MagnitudeL2";

    internal override string Description => "Removes small weights: |w|, for channels the L2 norm; needs no data";

    // Elements are ranked as by size, but the norm that was asked for would not decide among units.
    internal override bool ScoresBySize => false;

    internal override Tensor ScoreUnits(CriterionContext context, UnitIndex units)
    {
        using IDisposable withoutGradient = no_grad();
        return units.Sum(units.Weights.ToDictionary(name => name, name => context.Graph.Parameters[name].Value.detach().Squared())).sqrt();
    }
}
