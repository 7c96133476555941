using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules.Surgery;

/// <summary>
/// Ranks weights for surgery: by the threshold of their layer at which they would change sides. A weight that is in use falls out where |w|
/// &lt; 0.9·t, one that is masked comes back where |w| ≥ 1.1·t, so the size to rank is |w|/0.9 or |w|/1.1; among layers it is scaled as
/// <see cref="LampCriterion"/> does.
/// </summary>
internal sealed class SurgeryScores(SurgeryMasks masks) : PruningCriterion
{
    internal override string Name => "Magnitude";

    internal override string Description => "Sizes of weights, in favour of what is as it is";

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
        parameters.ToDictionary(
            name => name,
            name =>
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor sizes = masks.Sizes(context.Graph.Parameters[name]).to_type(ScalarType.Float64);
                return LampCriterion.Scale(sizes.flatten().Squared()).reshape(sizes.shape).MoveToOuterDisposeScope();
            }
        );
}
