using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>Takes input features from the models of one family. Stateless; a part of its <see cref="Models.ModelFamily"/>.</summary>
internal abstract class FeatureRemover
{
    /// <summary>What is removed, and with what.</summary>
    /// <param name="Model">The model; it is not changed.</param>
    /// <param name="Kept">Indices of the features that stay, ascending; at least one.</param>
    /// <param name="Dataset">The data as the model takes it, all features; null where there is none.</param>
    /// <param name="Options">The seed, and how networks are fine-tuned.</param>
    /// <param name="Monitor">Progress, decisions and cancellation.</param>
    internal sealed record Request(Model Model, int[] Kept, Dataset? Dataset, PruningOptions Options, IWorkMonitor Monitor);

    /// <summary>Makes a model that takes the kept features alone; its parent, name and history are not yet right.</summary>
    /// <exception cref="ComputeException">It takes data that is not there, or the model cannot lose such features.</exception>
    internal abstract RemovalResult Remove(Request request);

    /// <summary>The rows of the report below that of the input.</summary>
    internal virtual IReadOnlyList<PruningLayer> Rows(Model before, Model after) =>
        [
            new PruningLayer
            {
                Layer = before.Name,
                Operator = before.Kind,
                Unit = before.ComplexityUnit.TrimEnd('s'),
                Original = before.OriginalComplexity,
                Before = before.Complexity,
                Kept = after.Complexity,
                ParametersBefore = before.Parameters,
                ParametersAfter = after.Parameters,
                BytesBefore = before.PackedBytes,
                BytesAfter = after.PackedBytes,
            },
        ];
}

/// <summary>A model that takes fewer features.</summary>
/// <param name="Model">The model.</param>
/// <param name="How">How the features were taken from it, in words: "fitted again", "12 epochs of fine-tuning".</param>
internal sealed record RemovalResult(Model Model, string How)
{
    /// <summary>Epochs of fine-tuning.</summary>
    public int FineTuneEpochs { get; init; }

    /// <summary>The validation score before fine-tuning; NaN where nothing was fine-tuned.</summary>
    public double ScoreBeforeFineTuning { get; init; } = double.NaN;
}
