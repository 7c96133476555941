using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Units;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// What goes at a time: single elements, channels … Immutable; listed in <see cref="GranularityCatalog"/>. Everything that depends on the
/// granularity is asked of this class, so that a new one is a class and a line of the catalog.
/// </summary>
internal abstract class PruningGranularity
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>Counts what goes, for plans and reports.</summary>
    internal abstract UnitCounter Counter { get; }

    /// <summary>What one thing that goes is called in messages: "weight", "channel".</summary>
    internal string Unit => Counter.Unit;

    /// <summary>True where tensors get smaller, so that the network needs less computation.</summary>
    internal abstract bool MakesSmaller { get; }

    /// <summary>The scores of a criterion that decide what goes.</summary>
    internal virtual ScoredPart Scored => ScoredPart.Element;

    /// <summary>True where each weight may go by itself, whatever happens to the others.</summary>
    internal virtual bool TakesSingleWeights => false;

    /// <summary>True where each channel and neuron may go by itself.</summary>
    internal virtual bool TakesSingleUnits => false;

    /// <summary>True where there is a natural end, so that no sparsity needs to be given: the greatest that can be reached.</summary>
    internal virtual bool HasEnd => false;

    /// <summary>True where a layer can lose a fraction of what it has, so that LayerSparsity makes sense.</summary>
    internal virtual bool TakesLayerSparsity => true;

    /// <summary>True where what goes can be masked while the network is trained; false where it goes between trainings alone.</summary>
    internal virtual bool MayPruneDuringTraining => true;

    /// <summary>Options of pruning that mean nothing here.</summary>
    internal virtual IReadOnlyList<string> Unread => [];

    /// <summary>Why a network may have nothing that goes.</summary>
    internal virtual string NothingReason => "the outputs are never pruned, and what is excluded stays";

    /// <summary>The options of pruning that only this granularity reads.</summary>
    internal virtual IReadOnlyList<string> Reads => [];

    /// <summary>True where a setting of this granularity alone was given, so that its name need not be.</summary>
    internal virtual bool IsImpliedBy(PruningOptions options) => false;

    /// <summary>The granularity with its settings; itself where it has none.</summary>
    /// <exception cref="ComputeException">A setting is not possible.</exception>
    internal virtual PruningGranularity With(PruningOptions options) => this;

    /// <summary>
    /// The layers that a fraction can be taken of, alone or in groups whose units are coupled, in the network's order. Unless overridden,
    /// every layer with prunable weights.
    /// </summary>
    internal virtual IEnumerable<LayerGroup> Groups(Graph graph) =>
        graph.PrunableWeights().Select(layer => new LayerGroup(layer.Node.Name, [layer.Node.Name], null));

    /// <summary>Starts pruning a graph.</summary>
    /// <param name="graph">A copy that may be changed; it stays the caller's.</param>
    /// <param name="rules">What must stay.</param>
    internal abstract UnitSelection Begin(Graph graph, GranularityRules rules);
}
