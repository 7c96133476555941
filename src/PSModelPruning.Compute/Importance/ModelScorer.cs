using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance;

/// <summary>A method that scores features by what a trained model does with them.</summary>
internal abstract class ModelScorer : FeatureScorer
{
    internal override IReadOnlyList<string> Parameters => NeedsRows ? OfRows : [];

    /// <summary>Whether the method reads rows of a data set.</summary>
    internal virtual bool NeedsRows => true;

    /// <summary>
    /// Whether the method reads the very training rows that the model was made from, all of them and in their order, and no others.
    /// </summary>
    internal virtual bool NeedsAllTrainingRows => false;

    /// <summary>Why the model cannot be scored by this method, or null where it can.</summary>
    internal virtual ComputeMessage? Objection(Model model) => null;

    /// <summary>Scores every feature of the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="features">Its features.</param>
    /// <param name="rows">The rows, as the model takes them; none where <see cref="NeedsRows"/> is false.</param>
    /// <param name="options">Repeats and seed.</param>
    /// <param name="monitor">Receives progress; asked every batch whether to stop.</param>
    /// <returns>A score a feature.</returns>
    internal abstract FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    );
}
