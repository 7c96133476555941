using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>A kind of model that can be trained. Stateless; listed in <see cref="ModelKindCatalog"/>.</summary>
internal abstract class ModelKind
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>What it is, in a line.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// The options of training that this kind reads, beside those that all read (Dataset, Kind, Name, Seed, Threads). Any other that
    /// was given is an error, so that nobody believes in a setting that does nothing.
    /// </summary>
    internal abstract IReadOnlyList<string> Parameters { get; }

    /// <summary>Whether models were made by this kind.</summary>
    internal abstract bool Made(Model model);

    /// <summary>Makes a trained model.</summary>
    /// <exception cref="ComputeException">The request does not fit the data.</exception>
    /// <exception cref="OperationCanceledException">The monitor's token was cancelled.</exception>
    internal abstract Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor);

    /// <summary>
    /// Makes a model of the same kind and options as another on other rows or other features: for cross-validation, for bagging, and for
    /// features that go.
    /// </summary>
    /// <param name="like">A model that this kind made; pruning that was done to it is not repeated.</param>
    /// <param name="dataset">What is learned from.</param>
    /// <param name="seed">The seed of everything random.</param>
    /// <param name="monitor">Receives progress; asked whether to stop.</param>
    internal abstract Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor);
}
