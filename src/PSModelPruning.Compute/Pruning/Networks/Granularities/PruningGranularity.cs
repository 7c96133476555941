using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>What goes at a time: single elements, channels … Stateless; listed in <see cref="GranularityCatalog"/>.</summary>
internal abstract class PruningGranularity
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>What one thing that goes is called in messages: "weight", "channel".</summary>
    internal abstract string Unit { get; }

    /// <summary>True where tensors get smaller, so that the network needs less computation.</summary>
    internal abstract bool MakesSmaller { get; }

    /// <summary>True where there is a natural end, so that no sparsity needs to be given: the greatest that can be reached.</summary>
    internal virtual bool HasEnd => false;

    /// <summary>True where a layer can lose a fraction of what it has, so that -LayerSparsity makes sense.</summary>
    internal virtual bool TakesLayerSparsity => true;

    /// <summary>True where channels or neurons go, which criteria of units can score.</summary>
    internal virtual bool IsOfChannels => MakesSmaller;

    /// <summary>True where what goes can be masked while the network is trained; false where it goes between trainings alone.</summary>
    internal virtual bool MayPruneDuringTraining => true;

    /// <summary>Parameters of Invoke-ModelPrune that mean nothing here.</summary>
    internal virtual IReadOnlyList<string> Unread => [];

    /// <summary>Why a network may have nothing that goes.</summary>
    internal virtual string NothingReason => "the outputs are never pruned, and what is excluded stays";

    /// <summary>The parameters of Invoke-ModelPrune that only this granularity reads.</summary>
    internal virtual IReadOnlyList<string> Parameters => [];

    /// <summary>Starts pruning a graph.</summary>
    /// <param name="graph">A copy that may be changed; it stays the caller's.</param>
    /// <param name="rules">What must stay.</param>
    internal abstract GranularitySession Begin(Graph graph, GranularityRules rules);
}
