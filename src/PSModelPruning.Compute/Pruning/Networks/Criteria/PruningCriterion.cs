using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Says how important every element of a network's weights is, and from that every unit (channel, neuron). The least important go first.
/// Stateless; listed in <see cref="CriterionCatalog"/>. A new criterion only needs <see cref="ScoreElements"/>.
/// </summary>
internal abstract class PruningCriterion
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>True where scoring runs training rows through the network.</summary>
    internal virtual bool NeedsData => false;

    /// <summary>
    /// True where the unit scores of different layers are on one scale (such as the change of the loss). Where they are not, global pruning
    /// divides them by their layer's mean first, so that no layer goes because its weights are small or few.
    /// </summary>
    internal virtual bool IsComparableAcrossLayers => false;

    /// <summary>Among which elements the element scores can be compared.</summary>
    internal virtual ScoreComparison Comparison => ScoreComparison.Network;

    /// <summary>Scores every element of the named parameters.</summary>
    /// <param name="context">The network and what may be asked of it.</param>
    /// <param name="parameters">Names of parameters of the graph.</param>
    /// <returns>For every name a tensor of the parameter's shape (float32, finite, at least 0); belongs to the caller's dispose scope.</returns>
    internal abstract Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters);

    /// <summary>Scores every unit: unless overridden, the sum over all weight elements that the unit owns, incoming and outgoing.</summary>
    /// <returns><c>[units]</c>, float64, finite, at least 0; belongs to the caller's dispose scope.</returns>
    internal virtual Tensor ScoreUnits(CriterionContext context, UnitIndex units) =>
        units.Sum(ScoreElements(context, units.Weights));
}
