namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>The models that a method gives from one model, from the whole model to the simplest; complexity never rises.</summary>
internal sealed class PruningPath
{
    /// <param name="unit">What is counted, in the singular: node, tree, prototype, model.</param>
    /// <param name="candidates">The points; the first is the model itself.</param>
    /// <param name="natural">The point where the method ends by its own rule; null for a method that has none, which then needs a target.</param>
    internal PruningPath(string unit, IReadOnlyList<PathCandidate> candidates, int? natural = null)
    {
        Unit = unit;
        Candidates = candidates;
        Natural = natural;
    }

    internal string Unit { get; }

    internal IReadOnlyList<PathCandidate> Candidates { get; }

    internal int? Natural { get; }
}
