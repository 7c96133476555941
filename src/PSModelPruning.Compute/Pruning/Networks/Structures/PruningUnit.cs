using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>
/// The least that can be removed from a network at once: a channel or neuron with everything that is coupled to it. For a convolution that
/// is the filter, its bias, the BatchNormalization entries behind it and every slice of later weights that reads the channel; with a
/// residual connection also the filters that are added to it.
/// </summary>
internal sealed class PruningUnit
{
    internal PruningUnit(IReadOnlyList<string> layers, IReadOnlyList<ParameterSlice> slices, string? fixedReason)
    {
        Layers = layers;
        Slices = slices;
        FixedReason = fixedReason;
        Producers = [.. slices.Where(slice => slice.Role == SliceRole.Producer)];
        Consumers = [.. slices.Where(slice => slice.Role == SliceRole.Consumer)];
    }

    /// <summary>The layers that make the unit's channels, in the graph's order.</summary>
    internal IReadOnlyList<string> Layers { get; }

    /// <summary>Every slice that goes with the unit; a parameter can occur with several axes and indices.</summary>
    internal IReadOnlyList<ParameterSlice> Slices { get; }

    /// <summary>The slices that make the unit's channels: filters, rows of a linear layer's weight. At least one.</summary>
    internal IReadOnlyList<ParameterSlice> Producers { get; }

    /// <summary>The slices of later weights that read the unit's channels.</summary>
    internal IReadOnlyList<ParameterSlice> Consumers { get; }

    /// <summary>Why the unit must stay, or null where it may go.</summary>
    internal string? FixedReason { get; }
}
