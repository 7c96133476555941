using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Checkpoints;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// One network with its data and choices (criterion × granularity × schedule): prunes copies of it to any sparsity. Used under the
/// training lock, on one thread.
/// </summary>
internal sealed class NetworkPruningSetup
{
    /// <summary>Rows of a batch where whole partitions are run through the network.</summary>
    private const int RowsAtOnce = 256;

    private readonly QuantizationRun? _quantization;

    /// <exception cref="ComputeException">A choice is not possible for this model and data.</exception>
    internal NetworkPruningSetup(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        Model = model;
        Dataset = dataset is null ? null : MatchedDataset.For(model, dataset);
        Options = options;
        Monitor = monitor;
        Criterion = NetworkPruningChoices.Criterion(model, options);
        Granularity = NetworkPruningChoices.Granularity(options, Criterion);
        Schedule = NetworkPruningChoices.Schedule(options, Criterion, Granularity, dataset is not null);
        UnreadOptions.CheckSchedule(Schedule, Criterion, options);
        Rules = new GranularityRules(options.Network.Competition, model.OriginalShapes, Excluded(), options.Network.RoundTo ?? 1)
        {
            Threshold = options.Target.Threshold,
            Ratios = options.Network.LayerSparsity,
            MostOfLayer = options.Network.MaxLayerSparsity,
        };
        if (Dataset is not null)
        {
            TrainingData data = TrainingData.For(model, Dataset).TaughtBy(options.Distillation.For(model), dataset!, model.Classes);
            Teacher = data.Teacher;
            TrainingOptions objective = FineTuningObjective.For(model, data.Training, options.Network);
            Rows = new CalibrationRows(data, objective, model.Graph.InputShape, options.Network.BatchRows, options.Seed);
            TrainingRows = new CalibrationRows(data, objective, data.Training, model.Graph.InputShape, RowsAtOnce);
            ValidationRows = new CalibrationRows(data, objective, data.Validation, model.Graph.InputShape, RowsAtOnce);
            Importance = new InputImportance(model, dataset!, options);
            FineTuning = new FineTuning(model, data, options, monitor);
            FineTuneEpochs = Schedule.Epochs(model, options, FineTuning.UsualEpochs);
        }
        Schedule.Check(this);
        CheckData();
        _quantization = options.Quantization.IsWanted ? new QuantizationRun(model, Dataset, options, monitor) : null;
        using Graph probe = model.Graph.Clone();
        UnitSelection selection = Granularity.Begin(probe, Rules);
        if (selection.Candidates == 0)
            throw Criterion.UnfitLayers(model.Graph) is { Count: > 0 } unfit
                ? PruningErrors.MethodNotForNetwork(model, Criterion.Name, unfit.First().Key, unfit.First().Value)
                : PruningErrors.NothingToPrune(model, Granularity.Unit, Granularity.NothingReason);
        (Initial, Most) = (selection.Reached, selection.Most);
        ScoreBefore = Score(model);
    }

    internal NetworkModel Model { get; }

    /// <summary>The data, as the model reads it; null where there is none.</summary>
    internal Dataset? Dataset { get; }

    internal PruningOptions Options { get; }

    internal IWorkMonitor Monitor { get; }

    internal PruningGranularity Granularity { get; }

    internal PruningSchedule Schedule { get; }

    /// <summary>Who teaches in fine-tuning; null for nobody.</summary>
    internal Teacher? Teacher { get; }

    internal PruningCriterion Criterion { get; }

    internal GranularityRules Rules { get; }

    /// <summary>The training rows that a criterion looks at; null where there is no data.</summary>
    internal CalibrationRows? Rows { get; }

    /// <summary>All training rows; null where there is no data.</summary>
    internal CalibrationRows? TrainingRows { get; }

    /// <summary>All validation rows; null where there is no data.</summary>
    internal CalibrationRows? ValidationRows { get; }

    /// <summary>What the inputs matter; null where there is no data.</summary>
    internal InputImportance? Importance { get; }

    /// <summary>Null where there is no data.</summary>
    internal FineTuning? FineTuning { get; }

    /// <summary>Epochs after each step; in all where the schedule prunes during training.</summary>
    internal int FineTuneEpochs { get; }

    /// <summary>The fraction of the original units that is gone already.</summary>
    internal double Initial { get; }

    /// <summary>The greatest fraction that can go.</summary>
    internal double Most { get; }

    /// <summary>The model's score on the validation partition; NaN where there is none.</summary>
    internal double ScoreBefore { get; }

    /// <summary>Prunes a copy at once and trains nothing: what a plan shows and what a cheap search measures.</summary>
    internal PrunedNetwork PruneOnly(double sparsity)
    {
        Graph graph = Model.Graph.Clone();
        return Owning(graph, () =>
        {
            using var run = new ScheduledPruning(this, graph, sparsity, "");
            run.PruneTo(sparsity);
            run.Shrink();
            return Quantized(
                new PrunedNetwork(graph)
                {
                    Sparsity = run.Reached,
                    Score = double.NaN,
                    Untouched = run.Untouched,
                },
                false,
                ""
            );
        });
    }

    /// <summary>Prunes a copy as the schedule says, with fine-tuning.</summary>
    /// <param name="sparsity">The fraction that is to be gone.</param>
    /// <param name="activity">What progress calls it.</param>
    internal PrunedNetwork Prune(double sparsity, string activity)
    {
        Graph graph = Model.Graph.Clone();
        return Owning(graph, () =>
        {
            using PruningCheckpoint? checkpoint = Options.Checkpoint.CheckpointPath is { } path
                ? new PruningCheckpoint(path, PruningFingerprint.Describe(this, sparsity))
                : null;
            using var run = new ScheduledPruning(this, graph, sparsity, activity, checkpoint);
            run.Open();
            return Quantized(Schedule.Run(run), true, activity);
        });
    }

    /// <summary>The score of a candidate on the validation partition.</summary>
    internal double Score(Graph graph)
    {
        var candidate = new NetworkModel(Model.Describe() with { Dataset = Dataset }, graph, Model.Kind);
        return Score(candidate);
    }

    /// <summary>Estimates the statistics of BatchNormalization anew; does nothing where there is no data.</summary>
    internal void EstimateStatistics(Graph graph)
    {
        if (Dataset is not null)
            BatchNormStatistics.Estimate(graph, Dataset.Training, seed: Options.Seed, cancellation: Monitor.Cancellation);
    }

    private double Score(NetworkModel model) =>
        Dataset is null || Dataset.ValidationRows == 0
            ? double.NaN
            : ModelEvaluator.Evaluate(model, Dataset, PartitionName.Validation, Monitor).Score;

    /// <summary>The layers that stay: those that the user excluded and those that the criterion cannot score.</summary>
    private Dictionary<string, string> Excluded()
    {
        var excluded = new Dictionary<string, string>(Criterion.UnfitLayers(Model.Graph));
        foreach (string layer in LayerNames.Find(Model, Options.Network.ExcludeLayer ?? []))
            excluded[layer] = "excluded";
        return excluded;
    }

    private void CheckData()
    {
        if (Dataset is not null)
        {
            if (Criterion.NeedsValidation && Dataset.ValidationRows < 2)
                throw PruningErrors.MethodNeedsValidation(Dataset, Criterion.Name);
            if (Schedule.NeedsTraining && FineTuneEpochs == 0)
                throw PruningErrors.ScheduleNeedsFineTuning(Schedule.Name);
            if (Teacher is not null && FineTuneEpochs == 0)
                throw PruningErrors.TeacherNeedsFineTuning();
            return;
        }
        if (Criterion.NeedsData)
            throw PruningErrors.DatasetMissing(Model, $"method {Criterion.Name}");
        if (Schedule.NeedsTraining)
            throw PruningErrors.DatasetMissing(Model, $"schedule {Schedule.Name}");
        if (Options.Network.FineTuneEpochs > 0)
            throw PruningErrors.DatasetMissing(Model, "fine-tuning");
        if (Options.Distillation.IsWanted)
            throw PruningErrors.DatasetMissing(Model, "distillation");
        Monitor.Verbose($"'{Model.Name}' has no data set, so nothing is fine-tuned or measured. Specify one with {Option.Dataset}.");
    }

    private PrunedNetwork Quantized(PrunedNetwork pruned, bool trains, string activity) =>
        _quantization is null ? pruned : pruned.With(_quantization.Quantize(pruned.Graph, trains, activity));

    private static PrunedNetwork Owning(Graph graph, Func<PrunedNetwork> prune)
    {
        try
        {
            return prune();
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }
}
