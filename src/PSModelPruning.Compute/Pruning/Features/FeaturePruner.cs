using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Removes input features from a network: from its schema, its preprocessing, its data set and its first layer together. The result
/// predicts from raw rows that lack the dropped columns.
/// </summary>
internal sealed class FeaturePruner : ModelPruner
{
    private static readonly Dictionary<string, string> Untouched = [];

    internal override bool Accepts(Model model) => model is NetworkModel;

    internal override Model Prune(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        CheckTarget(options);
        var network = (NetworkModel)model;
        return TorchRuntime.Exclusive(options.Threads, () =>
        {
            Dataset? rows = dataset ?? model.Dataset;
            int[] kept = KeptFeatures.Find(model, dataset, options, monitor);
            Tell(model, kept, monitor);
            double before = Score(model, rows, monitor);
            Graph graph = StructureRemoval.RemoveInputs(network.Graph, model.Preprocessing.KeptInputs(kept));
            try
            {
                return Finish(network, rows, options, monitor, kept, graph, before);
            }
            catch
            {
                graph.Dispose();
                throw;
            }
        }, monitor.Cancellation);
    }

    internal override IReadOnlyList<PruningLayer> Plan(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        CheckTarget(options);
        var network = (NetworkModel)model;
        return TorchRuntime.Exclusive(options.Threads, () =>
        {
            int[] kept = KeptFeatures.Find(model, dataset, options, monitor);
            using Graph graph = StructureRemoval.RemoveInputs(network.Graph, model.Preprocessing.KeptInputs(kept));
            return Rows(network, graph, kept.Length);
        }, monitor.Cancellation);
    }

    private static NetworkModel Finish(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor, int[] kept, Graph graph, double before)
    {
        Preprocessing preprocessing = model.Preprocessing.KeepFeatures(kept);
        ModelDescription description = model.Describe() with { Preprocessing = preprocessing };
        var candidate = new NetworkModel(description with { Dataset = null }, graph, model.Kind);
        Dataset? narrowed = dataset is null ? null : MatchedDataset.For(candidate, dataset);
        IReadOnlyList<TrainingEpoch> epochs = [];
        double pruned = Score(candidate, narrowed, monitor);
        if (narrowed is not null)
        {
            TrainingData data = TrainingData.For(model, narrowed);
            BatchNormStatistics.Estimate(graph, narrowed.Training, seed: options.Seed, cancellation: monitor.Cancellation);
            int count = options.FineTuneEpochs ?? FineTuning.DefaultEpochs(data, options.BatchSize);
            if (count > 0)
                epochs = new FineTuning(data, options, monitor).Run(graph, count, 1, $"Fine-tuning {model.Name} on {kept.Length} features");
        }
        else if (options.FineTuneEpochs > 0)
        {
            throw PruningErrors.DatasetMissing(model, "fine-tuning");
        }
        double after = Score(new NetworkModel(description with { Dataset = null }, graph, model.Kind), narrowed, monitor);
        NetworkSize size = NetworkSize.Of(graph);
        int all = model.Preprocessing.Features.Count;
        string text = string.Create(CultureInfo.InvariantCulture,
            $"{PruningMethodCatalog.FeatureImportance}: {all - kept.Length} of {all} features removed, {epochs.Count} epochs of fine-tuning, seed {options.Seed}; validation score {before:0.0000} before, {after:0.0000} after");
        return new NetworkModel(ModelDescription.ChildOf(model, ModelEvent.Now("Pruned", text)) with
        {
            Name = NetworkPruningResult.Name(model, options),
            Preprocessing = preprocessing,
            Dataset = narrowed,
        }, graph, model.Kind)
        {
            OriginalShapes = model.OriginalShapes,
            Training = epochs,
            Pruning = new PruningReport
            {
                Method = PruningMethodCatalog.FeatureImportance,
                Granularity = "Feature",
                Schedule = "OneShot",
                Scope = nameof(PruningScope.Global),
                Target = options.Target.ToString(),
                Sparsity = 1 - (double)kept.Length / all,
                FineTuneEpochs = epochs.Count,
                Seed = options.Seed,
                ScoreBefore = before,
                ScoreAfter = after,
                ParametersBefore = model.Size.Parameters,
                ParametersAfter = size.Parameters,
                NonzeroParametersAfter = size.NonzeroParameters,
                MultiplyAccumulatesBefore = model.Size.MultiplyAccumulates,
                MultiplyAccumulatesAfter = size.MultiplyAccumulates,
                BytesBefore = model.Size.PackedBytes,
                BytesAfter = size.PackedBytes,
                Layers = Rows(model, graph, kept.Length),
                Rounds = [new PruningRound(1, 1 - (double)kept.Length / all, pruned, after)],
            },
        };
    }

    /// <summary>A row for the input, counted in features, and one for each layer.</summary>
    private static IReadOnlyList<PruningLayer> Rows(NetworkModel model, Graph graph, int kept)
    {
        int all = model.Preprocessing.Features.Count;
        var input = new PruningLayer { Layer = model.Graph.InputName, Operator = "Input", Unit = "feature", Original = all, Before = all, Kept = kept };
        return [input, .. LayerRows.Compare(model.Graph, graph, model.OriginalShapes, "channel", Untouched)
            .Select(row => row with { Reason = row.ParametersAfter < row.ParametersBefore ? null : "does not read the input" })];
    }

    private static double Score(Model model, Dataset? dataset, IWorkMonitor monitor) =>
        dataset is null || dataset.ValidationRows == 0 ? double.NaN : ModelEvaluator.Evaluate(model, dataset, PartitionName.Validation, monitor).Score;

    private static void Tell(Model model, int[] kept, IWorkMonitor monitor)
    {
        IReadOnlyList<DatasetColumn> features = model.Preprocessing.Features;
        monitor.Verbose($"Keeps {kept.Length} of {features.Count} features: {string.Join(", ", kept.Select(i => features[i].Name))}.");
    }

    private static void CheckTarget(PruningOptions options)
    {
        if (options.Target.IsBudget)
            throw PruningErrors.BudgetNotForFeatures();
        options.Target.Check();
    }
}
