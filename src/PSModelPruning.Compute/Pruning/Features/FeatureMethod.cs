using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>A way to find out which input features go first. Stateless; listed in <see cref="FeatureMethodCatalog"/>.</summary>
internal abstract class FeatureMethod
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it does, in a line, with its source.</summary>
    internal abstract string Description { get; }

    /// <summary>The options of pruning about features that it reads, beside the targets.</summary>
    internal abstract IReadOnlyList<string> Reads { get; }

    /// <summary>Orders the features of a model.</summary>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="dataset">The data as the model takes it: its own features, order and scale.</param>
    /// <param name="options">The target, and what the method may need.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException">The method cannot be used with such a model or such data.</exception>
    internal abstract FeatureOrder Order(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor);
}
