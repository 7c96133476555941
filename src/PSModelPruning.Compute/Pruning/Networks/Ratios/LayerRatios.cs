namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// A rule for how much each layer loses, in place of a competition of all layers (<see cref="PruningScope.Global"/>) or the same fraction
/// of each. The rule gives relative densities; <see cref="LayerAllotment"/> makes whole numbers of them that add up to the fraction of the
/// whole network.
/// Asked anew at every step of a schedule, with the fraction that is to be gone then. Immutable.
/// </summary>
internal abstract class LayerRatios
{
    /// <summary>What a report says: "Erk", or what was given.</summary>
    internal abstract string Name { get; }

    /// <summary>True where the rule follows from the shapes of weights, so that it says nothing about channels.</summary>
    internal virtual bool IsOfWeights => false;

    /// <summary>True where the rule itself says how far to go, so that no sparsity needs to be given.</summary>
    internal virtual bool HasEnd => false;

    /// <summary>The options with what the rule adds where nothing was said.</summary>
    internal virtual PruningOptions Complete(PruningOptions options) => options;

    /// <summary>Checks the rule against the layers of a network.</summary>
    /// <param name="layers">Those that may lose something.</param>
    /// <param name="untouched">Those that may not, each with the reason.</param>
    /// <exception cref="ComputeException">The rule does not fit: see the variants.</exception>
    internal virtual void Check(IReadOnlyList<RatioLayer> layers, IReadOnlyDictionary<string, string> untouched) { }

    /// <summary>The most units of a layer that the rule lets go, of the original ones.</summary>
    internal virtual long Most(RatioLayer layer) => layer.Most;

    /// <summary>For each layer what part of it stays, up to a factor that all share.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="sparsity">The fraction of all their original units that is to be gone.</param>
    /// <returns>At least 0 each, of the length of <paramref name="layers"/>.</returns>
    internal abstract double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity);

    public override string ToString() => Name;
}
