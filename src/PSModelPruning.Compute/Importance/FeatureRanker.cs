using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance;

/// <summary>Scores the features of a data set or of a model and ranks them.</summary>
internal static class FeatureRanker
{
    private const string ForModels = "Permutation";
    private const string ForDatasets = "MutualInformation";

    /// <summary>Ranks the features of a data set, by its training rows unless another partition is asked for.</summary>
    /// <exception cref="ComputeException"><c>ImportanceNeedsModel</c>, <c>ImportanceNeedsClasses</c>, <c>ImportanceNegativeAmount</c>,
    /// <c>PartitionEmpty</c>.</exception>
    internal static IReadOnlyList<FeatureImportance> Rank(Dataset dataset, ImportanceOptions options, IWorkMonitor monitor)
    {
        FeatureScorer scorer = Scorer(options, ForDatasets);
        return scorer is DatasetScorer statistic
            ? Rank(statistic, dataset, FeatureGroup.Of(dataset.Preprocessing), options, monitor)
            : throw ImportanceErrors.NeedsModel(scorer, dataset);
    }

    /// <summary>
    /// Ranks the features of a model: by what the model does with validation rows (training rows where there are none), or, with a method
    /// for data sets, by the data set's training rows.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its rows; null takes the model's own data set.</param>
    /// <param name="options">The method and how it is used.</param>
    /// <param name="monitor">Receives progress and decisions.</param>
    /// <exception cref="ComputeException">As above, and <c>ImportanceNotForModel</c>, <c>DatasetMissing</c>,
    /// <c>SchemaMismatch</c>.</exception>
    internal static IReadOnlyList<FeatureImportance> Rank(Model model, Dataset? dataset, ImportanceOptions options, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        FeatureScorer scorer = Scorer(options, ForModels);
        dataset ??= model.Dataset;
        IReadOnlyList<FeatureGroup> features = FeatureGroup.Of(model.Preprocessing);
        if (scorer is DatasetScorer statistic)
        {
            Dataset rows = dataset ?? throw ModelErrors.DatasetMissing(model);
            HashSet<string> names = [.. features.Select(f => f.Name)];
            return Rank(statistic, rows, [.. FeatureGroup.Of(rows.Preprocessing).Where(f => names.Contains(f.Name))], options, monitor);
        }
        var modelScorer = (ModelScorer)scorer;
        if (modelScorer.Objection(model) is { } objection)
            throw ImportanceErrors.NotForModel(scorer, model, objection);
        if (modelScorer.NeedsAllTrainingRows)
            options = WithAllTrainingRows(modelScorer, model, dataset, options);
        ModelRows sample = modelScorer.NeedsRows
            ? Sample(model, dataset ?? throw ModelErrors.DatasetMissing(model), options, monitor)
            : ModelRows.None;
        return Ranked(scorer, features, modelScorer.Score(model, features, sample, options, monitor));
    }

    /// <exception cref="ComputeException"><c>ParameterNotForMethod</c>: an option is set that the method does not read.</exception>
    private static FeatureScorer Scorer(ImportanceOptions options, string usual)
    {
        FeatureScorer scorer = ScorerCatalog.Get(options.Method ?? usual);
        return options.Chosen().FirstOrDefault(option => !scorer.Parameters.Contains(option)) is { } ignored
            ? throw ImportanceErrors.ParameterNotForMethod(scorer, ignored)
            : scorer;
    }

    private static FeatureImportance[] Rank(
        DatasetScorer scorer,
        Dataset dataset,
        IReadOnlyList<FeatureGroup> features,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        dataset.RequireNoMissing($"{Option.Method.Is(scorer.Name)}");
        if (dataset.Task == LearningTask.Regression && !scorer.SupportsRegression)
            throw ImportanceErrors.NotForRegression(scorer, dataset);
        PartitionName partition = options.Partition ?? PartitionName.Training;
        if (dataset[partition].RowCount == 0)
            throw ModelErrors.PartitionEmpty(dataset, partition);
        var sample = new TrainingSample(dataset, partition, options.SampleFraction ?? 1, options.Seed);
        monitor.Verbose(
            $"{scorer.Name} of {features.Count:N0} features over {sample.Rows:N0} of {dataset[partition].RowCount:N0} "
                + $"{partition.ToString().ToLowerInvariant()} rows."
        );
        var scores = new FeatureScore[features.Count];
        int done = 0,
            each = ThreadLimit.Current;
        CoreLoop.Run(
            features.Count,
            f =>
            {
                (FeatureColumn feature, FeatureColumn target) = FeatureColumn.Present(sample.Read(features[f]), sample.Target);
                // Of fewer than two known values nothing can be said.
                scores[f] = new FeatureScore(
                    feature.Rows < 2
                        ? 0
                        : scorer.Score(feature, target, new ScoringContext(unchecked(options.Seed * 31 + f), monitor.Cancellation))
                );
                int count = Interlocked.Increment(ref done);
                if (count % each == 0)
                    Report(monitor, features, count);
            },
            monitor.Cancellation
        );
        return Ranked(scorer, features, scores);
    }

    private static void Report(IWorkMonitor monitor, IReadOnlyList<FeatureGroup> features, int done)
    {
        lock (features)
            monitor.Progress(
                new WorkProgress(
                    "Measuring feature importance",
                    $"{done:N0} of {features.Count:N0} features",
                    (double)done / features.Count
                )
            );
    }

    private static ImportanceOptions WithAllTrainingRows(ModelScorer scorer, Model model, Dataset? dataset, ImportanceOptions options)
    {
        if (options.Partition is not (null or PartitionName.Training) || options.SampleFraction is < 1)
            throw ImportanceErrors.NeedsAllTrainingRows(scorer);
        return dataset is null || dataset.Hash == model.DatasetHash
            ? options with
            {
                Partition = PartitionName.Training,
            }
            : throw ImportanceErrors.NeedsOwnDataset(scorer, model, dataset);
    }

    private static ModelRows Sample(Model model, Dataset dataset, ImportanceOptions options, IWorkMonitor monitor)
    {
        PartitionName partition = options.Partition ?? (dataset.ValidationRows > 0 ? PartitionName.Validation : PartitionName.Training);
        if (dataset[partition].RowCount == 0)
            throw ModelErrors.PartitionEmpty(dataset, partition);
        bool all = partition == PartitionName.Training && options.SampleFraction is null or 1;
        ModelRows rows = ModelRows.Sample(
            PartitionView.Of(model, dataset, partition),
            options.SampleFraction ?? 1,
            options.Seed,
            all ? dataset.Copies : null
        );
        monitor.Verbose(
            $"{model.Name} predicts {rows.Count:N0} of the {dataset[partition].RowCount:N0} {partition.ToString().ToLowerInvariant()} "
                + $"rows of {dataset.Name}."
        );
        return rows;
    }

    private static FeatureImportance[] Ranked(FeatureScorer scorer, IReadOnlyList<FeatureGroup> features, FeatureScore[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i].Importance)];
        double greatest = order.Length > 0 ? scores[order[0]].Importance : 0;
        return
        [
            .. order.Select(
                (index, position) =>
                    new FeatureImportance(
                        features[index].Name,
                        scores[index].Importance,
                        scores[index].StandardDeviation,
                        position + 1,
                        scorer.Name
                    )
                    {
                        Relative = Relative(scores[index].Importance, greatest),
                        Group = scores[index].Group,
                    }
            ),
        ];
    }

    private static double Relative(double importance, double greatest) =>
        double.IsInfinity(importance) ? 1
        : !(greatest > 0) || double.IsInfinity(greatest) ? 0
        : importance / greatest;
}
