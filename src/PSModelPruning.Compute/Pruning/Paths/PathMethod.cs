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

    /// <summary>
    /// The options that this method reads, by name, beside those that every method of a path reads. Any other option that was set is an
    /// error; see <see cref="UnreadOptions"/>.
    /// </summary>
    internal virtual IReadOnlyList<string> Reads => [nameof(PruningTarget.Keep)];

    /// <summary>
    /// How cross-validation chooses where the user named no target; null takes the path's natural end, or asks the user for a target where
    /// it has none.
    /// See <see cref="SelectionRuleCatalog"/>.
    /// </summary>
    internal virtual string? DefaultRule => null;

    /// <summary>
    /// Parts of cross-validation that measuring a path makes without being told; 0 for methods whose models take long to fit again.
    /// </summary>
    internal virtual int DefaultFolds => 0;

    /// <summary>What goes at a time, for families that have a choice; "" for the others.</summary>
    internal virtual string Granularity(PruningOptions options) => "";

    /// <summary>Makes the path.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="dataset">The data as the model takes it (its own features, order and scale); null where there is none.</param>
    /// <param name="options">Everything that the method may need.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException">The method needs data that is not there.</exception>
    internal abstract PruningPath Path(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor);

    /// <summary>
    /// What is still to be done with the chosen point's model, such as refining its leaves; the model itself where nothing is.
    /// </summary>
    internal virtual Model Finish(Model chosen, Dataset? dataset, PruningOptions options, IWorkMonitor monitor) => chosen;
}
