using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Distillation;
using PSModelPruning.Compute.Training.Losses;

namespace PSModelPruning.Compute.Training;

/// <summary>Makes trained networks and linear models from data sets.</summary>
internal static class ModelTrainer
{
    /// <summary>Builds a network and fits it.</summary>
    /// <exception cref="ComputeException">The request does not fit the data, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">The monitor's token was cancelled.</exception>
    internal static NetworkModel Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor)
    {
        dataset.RequireNoMissing($"{Option.Kind.Is(Kind(request))}");
        request = Complete(dataset, request, monitor);
        TorchRuntime.EnsureAvailable();
        using IDisposable? likeUse = request.Like?.Use();
        using IDisposable? teacherUse = request.Distillation?.Teacher.Use();
        if (request.Like is { } like)
            return Fit(
                NetworkFactory.Like(like.Graph, request.Options.Seed, keepsMasks: true),
                LikeModel.Rows(like, dataset),
                request,
                monitor,
                dataset
            );
        return Fit(Build(dataset, request), dataset, request, monitor);
    }

    /// <summary>Fits a network of the architecture of another from new starting weights.</summary>
    internal static NetworkModel TrainAgain(NetworkModel like, Dataset dataset, TrainingOptions options, IWorkMonitor monitor)
    {
        dataset.RequireNoMissing($"{Option.Kind.Is(like.Kind)}");
        TorchRuntime.EnsureAvailable();
        using IDisposable use = like.Use();
        var request = new TrainingRequest
        {
            Kind = like.Kind,
            Preset = like.Name,
            Name = like.Name,
            Options = options,
        };
        return Fit(NetworkFactory.Like(like.Graph, options.Seed), dataset, request, monitor);
    }

    /// <param name="graph">The network.</param>
    /// <param name="dataset">The rows as the network takes them.</param>
    /// <param name="request">How it is fitted.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <param name="whole">The same rows with all features, which a teacher may need; null where <paramref name="dataset"/> has
    /// them.</param>
    private static NetworkModel Fit(Graph graph, Dataset dataset, TrainingRequest request, IWorkMonitor monitor, Dataset? whole = null)
    {
        try
        {
            TrainingData data = TrainingData.From(dataset).TaughtBy(request.Distillation, whole ?? dataset, dataset.Classes);
            TellPlan(request, data, graph, monitor);
            string name = request.Name.Length > 0 ? request.Name : request.Architecture;
            var clock = Stopwatch.StartNew();
            IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(
                graph,
                data,
                request.Options,
                monitor,
                new TrainingHooks { Activity = $"Training {name}" }
            );
            var model = new NetworkModel(
                new ModelDescription
                {
                    Name = name,
                    Task = dataset.Task,
                    Classes = dataset.Classes,
                    Preprocessing = dataset.Preprocessing,
                    Dataset = dataset,
                    TargetOffset = data.TargetOffset,
                    TargetScale = data.TargetScale,
                    Seed = request.Options.Seed,
                    History = [ModelEvent.Now("Trained", Describe(dataset, request, data.Teacher, history, clock.Elapsed))],
                },
                graph,
                Kind(request)
            )
            {
                Training = history,
                TrainingOptions = request.Options.ToKeep() with { HadTeacher = data.Teacher is not null },
            };
            monitor.Verbose($"Over-fitting: {model.Overfitting}");
            return model.Finished();
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    private static TrainingRequest Complete(Dataset dataset, TrainingRequest request, IWorkMonitor monitor)
    {
        if (dataset.Task == LearningTask.Classification && dataset.Classes.Count < 2)
            throw TrainingErrors.TooFewClasses(dataset.Target);
        if (request.Preset.Length > 0 && request.Layers.Count > 0)
            throw TrainingErrors.PresetAndLayers();
        if (request.Like is not null)
            return request.Preset.Length > 0 || request.Layers.Count > 0
                ? throw TrainingErrors.LikeAndLayers(request.Preset.Length > 0 ? "Preset" : "Layers")
                : request;
        if (Kind(request) == ModelKindCatalog.Linear)
        {
            if (request.Preset.Length > 0 || request.Layers.Count > 0)
                throw TrainingErrors.LinearHasNoLayers(request.Preset.Length > 0 ? "Preset" : "Layers");
            return request;
        }
        if (request.Layers.Count > 0)
            return request;
        if (request.Preset.Length > 0)
            return request with { Preset = PresetCatalog.Get(request.Preset).Name };
        string preset = TrainingDefaults.Preset(dataset);
        monitor.Verbose(
            $"The preset {preset} is used, because the data has rows of [{string.Join(" x ", dataset.InputShape)}]; "
                + $"{Option.Preset} or {Option.Layers} choose another."
        );
        return request with { Preset = preset };
    }

    private static Graph Build(Dataset dataset, TrainingRequest request)
    {
        int outputs = dataset.Task == LearningTask.Classification ? dataset.Classes.Count : 1;
        int seed = request.Options.Seed;
        return Kind(request) == ModelKindCatalog.Linear ? NetworkFactory.FromLayers([], dataset.InputShape, outputs, seed)
            : request.Layers.Count > 0 ? NetworkFactory.FromLayers(request.Layers, dataset.InputShape, outputs, seed)
            : NetworkFactory.FromPreset(request.Preset, dataset.InputShape, outputs, seed);
    }

    private static string Kind(TrainingRequest request) =>
        ModelKindCatalog.Entries.FirstOrDefault(e => e.Name.Equals(request.Kind, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw CatalogErrors.VariantUnknown<ModelKindCatalog>(request.Kind);

    private static void TellPlan(TrainingRequest request, TrainingData data, Graph graph, IWorkMonitor monitor)
    {
        TrainingOptions options = request.Options;
        long parameters = graph.Parameters.Values.Where(p => p.IsTrainable).Sum(p => p.ElementCount);
        monitor.Verbose(
            $"{request.Architecture}: {graph.Nodes.Count} layers, {parameters:N0} parameters, "
                + $"{graph.MultiplyAccumulates():N0} multiply-accumulates per row."
        );
        monitor.Verbose(
            $"At most {options.Epochs} epochs of {data.Training.RowCount:N0} rows in batches of {options.BatchSize}; "
                + $"{options.Optimizer}, learning rate {options.LearningRate:G4}, schedule {options.Schedule}, loss "
                + $"{LossName(options, data.Task)}."
        );
        monitor.Verbose(
            options.Patience > 0
                ? (ComputeMessage)(
                    $"Training stops after {options.Patience} epochs without a lower loss on the {data.Validation.RowCount:N0} validation "
                    + $"rows, and the best weights are restored."
                )
                : "Training does not stop early, and the last weights are kept."
        );
        if (data.Task == LearningTask.Regression)
            monitor.Verbose(
                $"The target is learned as (target - {data.TargetOffset:G6}) / {data.TargetScale:G6}, the mean and standard deviation "
                    + $"of the training rows."
            );
        if (data.Teacher is { } teacher)
            monitor.Verbose($"It is {teacher.Description}.");
        if (options.ClassWeights.Count > 0)
            monitor.Verbose($"Class weights: {string.Join(", ", options.ClassWeights.Select(w => ComputeMessage.Format(w, "G4")))}.");
    }

    private static string Describe(
        Dataset dataset,
        TrainingRequest request,
        Teacher? teacher,
        IReadOnlyList<TrainingEpoch> history,
        TimeSpan elapsed
    )
    {
        TrainingOptions options = request.Options;
        TrainingEpoch kept = options.Patience > 0 ? history.MinBy(e => e.ValidationLoss)! : history[^1];
        string layers = request.Layers.Count > 0 ? $" ({string.Join(", ", request.Layers)})" : "";
        string taught = teacher is null ? "" : $", {teacher.Description}";
        string validation = double.IsNaN(kept.ValidationLoss)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $", validation loss {kept.ValidationLoss:G4}, validation "
                    + $"{(dataset.Task == LearningTask.Classification ? "accuracy" : "R²")} {kept.ValidationAccuracy:0.0000}"
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Architecture}{layers} on {dataset.Name}: {history.Count} epochs of {options.Epochs} in {elapsed.TotalSeconds:0.0} "
                + $"s, batch {options.BatchSize}, {options.Optimizer}, learning rate {options.LearningRate:G4}, schedule "
                + $"{options.Schedule}, loss {LossName(options, dataset.Task)}{taught}, seed {options.Seed}; kept epoch {kept.Epoch}: "
                + $"training loss {kept.TrainingLoss:G4}{validation}."
        );
    }

    private static string LossName(TrainingOptions options, LearningTask task) =>
        options.Loss.Length > 0 ? options.Loss : LossCatalog.Default(task);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
