using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// A way to prune the models of a family that gives ever simpler models from which a target chooses. Stateless; listed in
/// <see cref="PathMethodCatalog"/>. Several methods may share a name where each is for another family.
/// </summary>
internal abstract class PathMethod
{
    /// <summary>What a user types: CostComplexity, ReducedError, Condensation …</summary>
    internal abstract string Name { get; }

    /// <summary>What it does, in a line, with its source.</summary>
    internal abstract string Description { get; }

    /// <summary>Whether it prunes the model's family.</summary>
    internal abstract bool Accepts(Model model);

    /// <summary>Makes the path.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="dataset">The data as the model takes it (its own features, order and scale); null where there is none.</param>
    /// <param name="options">Everything that the method may need.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException">The method needs data that is not there.</exception>
    internal abstract PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor);
}
