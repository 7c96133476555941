using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
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

    /// <summary>The options of pruning that only this criterion reads.</summary>
    internal virtual IReadOnlyList<string> Reads => [];

    /// <summary>True where scoring runs training rows through the network.</summary>
    internal virtual bool NeedsData => false;

    /// <summary>True where scoring needs validation rows too.</summary>
    internal virtual bool NeedsValidation => false;

    /// <summary>
    /// Where Threshold lies if it is not given; null for criteria that have none. What scores below it goes, in rounds until nothing does.
    /// </summary>
    internal virtual double? DefaultThreshold => null;

    /// <summary>
    /// True where scores come from watching fine-tuning (<see cref="CriterionContext.Movement"/>), so that a schedule during training
    /// begins with some of it.
    /// </summary>
    internal virtual bool WatchesTraining => false;

    /// <summary>
    /// True where an element's score is its size |w| and nothing else, so that a schedule that itself takes out what is small agrees with
    /// it.
    /// </summary>
    internal virtual bool ScoresBySize => false;

    /// <summary>True where only units (channels, neurons) can be scored, not single elements.</summary>
    internal virtual bool IsOfUnits => false;

    /// <summary>True where only whole blocks can be scored.</summary>
    internal virtual bool IsOfBlocks => false;

    /// <summary>
    /// True where the unit scores of different layers are on one scale (such as the change of the loss). Where they are not, global pruning
    /// divides them by their layer's mean first, so that no layer goes because its weights are small or few.
    /// </summary>
    internal virtual bool IsComparableAcrossLayers => false;

    /// <summary>Among which elements the element scores can be compared.</summary>
    internal virtual ScoreComparison Comparison => ScoreComparison.Network;

    /// <summary>How often a step scores anew: it goes to its sparsity in this many parts, with densities that fall geometrically.</summary>
    internal virtual int PartsOfStep => 1;

    /// <summary>Layers that the criterion cannot score and that therefore stay, by node name, each with the reason.</summary>
    internal virtual IReadOnlyDictionary<string, string> UnfitLayers(Graph graph) => new Dictionary<string, string>();

    /// <summary>Scores every element of the named parameters.</summary>
    /// <param name="context">The network and what may be asked of it.</param>
    /// <param name="parameters">Names of parameters of the graph.</param>
    /// <returns>For every name a tensor of the parameter's shape (finite, mostly float32); belongs to the caller's dispose scope.</returns>
    internal abstract Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters);

    /// <summary>Scores every unit: unless overridden, the sum over all weight elements that the unit owns, incoming and outgoing.</summary>
    /// <returns><c>[units]</c>, float64, finite; belongs to the caller's dispose scope.</returns>
    internal virtual Tensor ScoreUnits(CriterionContext context, UnitIndex units) => units.Sum(ScoreElements(context, units.Weights));

    /// <summary>
    /// Scores whole blocks: unless overridden, the mean element score over the weights of each, so that large blocks have no advantage.
    /// </summary>
    internal virtual double[] ScoreBlocks(CriterionContext context, IReadOnlyList<NetworkBlock> blocks)
    {
        Dictionary<string, Tensor> scores = ScoreElements(context, [.. blocks.SelectMany(block => block.Weights).Distinct()]);
        return
        [
            .. blocks.Select(block =>
                block.Weights.Sum(name => scores[name].detach().sum(ScalarType.Float64).item<double>())
                / block.Weights.Sum(name => scores[name].numel())
            ),
        ];
    }

    /// <summary>
    /// Changes the weights that stay so that they make up for those that go. Called once what goes was chosen, before it becomes zeros;
    /// does nothing unless overridden.
    /// </summary>
    /// <param name="context">The context of the scoring.</param>
    /// <param name="masks">
    /// By the weights' names what stays (1) and goes (0), of the weights' shapes. Where <see cref="CriterionContext.MayExchange"/> is true,
    /// a mask may be replaced by another under which as many elements go, all that were gone among them.
    /// </param>
    internal virtual void Compensate(CriterionContext context, IDictionary<string, Tensor> masks) { }
}
