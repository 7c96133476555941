using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Pruning.Networks.Units;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes input features from a network: from its schema, its preprocessing and its first layer together, and fine-tunes what is left.
/// </summary>
internal sealed class NetworkRemover : FeatureRemover
{
    private static readonly Dictionary<string, string> Untouched = [];

    internal override RemovalResult Remove(Request request) => ThreadLimit.Run(request.Options.Threads, () =>
        {
            var model = (NetworkModel)request.Model;
            using var precise = new SinglePrecision(model, request.Options, request.Monitor);
            Graph graph = StructureRemoval.RemoveInputs(precise.Model.Graph, model.Preprocessing.KeptInputs(request.Kept));
            try
            {
                return Remove(model, graph, request);
            }
            catch
            {
                graph.Dispose();
                throw;
            }
        });

    private static RemovalResult Remove(NetworkModel model, Graph graph, Request request)
    {
        (PruningOptions options, IWorkMonitor monitor) = (request.Options, request.Monitor);
        Dataset? narrowed = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null;
        ModelDescription description = model.Describe() with
        {
            Preprocessing = narrowed?.Preprocessing ?? model.Preprocessing.KeepFeatures(request.Kept),
            Dataset = narrowed,
        };
        NetworkModel Made(IReadOnlyList<TrainingEpoch> training) =>
            new(description, graph, model.Kind)
            {
                OriginalShapes = model.OriginalShapes,
                Training = training,
                TrainingOptions = model.TrainingOptions,
            };
        if (narrowed is null)
        {
            if (options.Network.FineTuneEpochs > 0)
                throw PruningErrors.DatasetMissing(model, "fine-tuning");
            return new RemovalResult(Made([]), "not fine-tuned");
        }
        double score = FeaturePruner.Score(Made([]), narrowed, monitor);
        TrainingData data = TrainingData.For(model, narrowed);
        BatchNormStatistics.Estimate(graph, narrowed.Training, seed: options.Seed, cancellation: monitor.Cancellation);
        int epochs = options.Network.FineTuneEpochs ?? new FineTuning(model, data, options, monitor).UsualEpochs;
        IReadOnlyList<TrainingEpoch> training =
            epochs > 0
                ? new FineTuning(model, data, options, monitor).Run(
                    graph,
                    epochs,
                    1,
                    new TrainingHooks { Activity = $"Fine-tuning {model.Name} on {request.Kept.Length} features" }
                )
                : [];
        return new RemovalResult(Made(training), $"{training.Count} epochs of fine-tuning")
        {
            FineTuneEpochs = training.Count,
            ScoreBeforeFineTuning = score,
        };
    }

    /// <summary>A row for each layer.</summary>
    internal override IReadOnlyList<PruningLayer> Rows(Model before, Model after)
    {
        var model = (NetworkModel)before;
        return
        [
            .. LayerRows
                .Compare(model.Graph, ((NetworkModel)after).Graph, model.OriginalShapes, new ChannelCounter(), Untouched)
                .Select(row => row with { Reason = row.ParametersAfter < row.ParametersBefore ? null : "does not read the input" }),
        ];
    }
}
