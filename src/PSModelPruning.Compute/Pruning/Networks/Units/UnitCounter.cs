using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Units;

/// <summary>Counts the units of each layer for plans and reports. Stateless; a granularity names its counter.</summary>
internal abstract class UnitCounter
{
    /// <summary>What one unit is called in messages: "weight", "channel".</summary>
    internal abstract string Unit { get; }

    /// <summary>
    /// True where layers go as wholes: a layer that is missing afterwards was pruned. False where such a layer was folded into another one.
    /// </summary>
    internal virtual bool CountsWholeLayers => false;

    /// <summary>Counts the units of every layer. A layer that has none may be left out.</summary>
    /// <param name="graph">The network before or after the pruning.</param>
    /// <param name="history">The network before the pruning.</param>
    /// <returns>The counts, by node name.</returns>
    internal abstract IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history);

    /// <summary>The units that a layer had in the oldest ancestor; unless overridden, those that it has before the pruning.</summary>
    /// <param name="node">The layer.</param>
    /// <param name="count">Its units before the pruning.</param>
    /// <param name="history">The network before the pruning.</param>
    internal virtual long Original(Node node, long count, LayerHistory history) => count;
}
