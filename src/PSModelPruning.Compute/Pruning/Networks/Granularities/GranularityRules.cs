using PSModelPruning.Compute.Pruning.Networks.Ratios;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>What bounds the choice of what goes.</summary>
/// <param name="Scope">Among which units the least important are sought.</param>
/// <param name="OriginalShapes">The shapes of the parameters in the oldest ancestor: fractions are of these.</param>
/// <param name="ExcludedLayers">Node names whose own weights and units stay, each with the reason.</param>
/// <param name="RoundTo">Layers keep a multiple of this many channels.</param>
internal sealed record GranularityRules(
    PruningScope Scope,
    IReadOnlyDictionary<string, long[]> OriginalShapes,
    IReadOnlyDictionary<string, string> ExcludedLayers,
    int RoundTo
)
{
    /// <summary>What scores at least this stays; null for no such bound.</summary>
    internal double? Threshold { get; init; }

    /// <summary>How much each layer loses; null where <see cref="Scope"/> decides.</summary>
    internal LayerRatios? Ratios { get; init; }

    /// <summary>The greatest fraction that a layer loses; null for no such bound.</summary>
    internal double? MostOfLayer { get; init; }

    /// <summary>How many of the units or elements that a layer had must stay for <see cref="MostOfLayer"/>.</summary>
    internal long Staying(long original) => MostOfLayer is { } most ? original - Whole(most * original) : 0;

    /// <summary>The whole number below a product, of which the last bits may be missing.</summary>
    internal static long Whole(double number) => (long)Math.Floor(number + 1e-9);

    /// <summary>The elements that a parameter had in the oldest ancestor.</summary>
    internal long OriginalElements(string parameter) =>
        OriginalShapes.TryGetValue(parameter, out long[]? shape) ? shape.Aggregate(1L, (product, size) => product * size) : 0;
}
