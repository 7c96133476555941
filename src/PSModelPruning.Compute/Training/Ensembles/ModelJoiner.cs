using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>Makes an ensemble of models that were trained apart.</summary>
internal static class ModelJoiner
{
    /// <summary>Joins models. They are shared, not copied.</summary>
    /// <param name="models">At least two, for one task and target and the same classes in any order.</param>
    /// <param name="options">How they vote.</param>
    /// <param name="monitor">Progress and cancellation of stacking.</param>
    /// <exception cref="ComputeException">One of <see cref="EnsembleErrors"/> or <see cref="StackingErrors"/>; <c>SchemaMismatch</c>: the
    /// data set that was given has another task or other classes.</exception>
    internal static EnsembleModel Join(IReadOnlyList<Model> models, JoinOptions options, IWorkMonitor monitor)
    {
        string voting = VotingCatalog.Canonical(options.Voting);
        Check(models, voting, options.Weights);
        if (options.Dataset is { } given)
            SchemaMatch.Classes(models[0], given);
        Preprocessing preprocessing = EnsembleSchema.Of(models, options.Dataset);
        Dataset? dataset = options.Dataset ?? CommonDataset(models, preprocessing);
        var description = new ModelDescription
        {
            Name = options.Name ?? "Ensemble",
            Task = models[0].Task,
            Classes = models[0].Classes,
            Preprocessing = preprocessing,
            Dataset = dataset,
            DatasetHash = dataset is null ? models[0].DatasetHash : "",
            Seed = options.Seed,
            History =
            [
                ModelEvent.Now(
                    "Joined",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{voting} voting of {models.Count} models: "
                            + $"{string.Join(", ", models.Select(model => $"{model.Name} ({model.Kind})"))}"
                    )
                ),
            ],
        };
        double[] weights = options.Weights.Count > 0 ? [.. options.Weights] : [.. models.Select(_ => 1.0)];
        VotingRule rule = voting switch
        {
            VotingCatalog.Hard => new HardVoting(weights),
            VotingCatalog.Stacked => Stacker.Fit(models, description, options, monitor),
            _ => new SoftVoting(weights),
        };
        return new EnsembleModel(description, models, rule);
    }

    private static void Check(IReadOnlyList<Model> models, string voting, IReadOnlyList<double> weights)
    {
        if (models.Count < 2)
            throw EnsembleErrors.TooFew(models.Count);
        int all = models.Sum(model => 1 + model.AllMembers);
        if (all > EnsembleModel.MostMembers)
            throw EnsembleErrors.TooMany(all, EnsembleModel.MostMembers);
        Model first = models[0];
        for (int i = 0; i < models.Count; i++)
        {
            Model model = models[i];
            if (models.Take(i).Contains(model))
                throw EnsembleErrors.SeveralTimes(model);
            if (model.Task != first.Task)
                throw EnsembleErrors.TasksDiffer(first, model);
            if (
                model.Preprocessing.Target is { } target
                && first.Preprocessing.Target is { } known
                && !target.Name.Equals(known.Name, StringComparison.OrdinalIgnoreCase)
            )
                throw EnsembleErrors.TargetsDiffer(first, model);
            if (!model.Classes.ToHashSet().SetEquals(first.Classes))
                throw EnsembleErrors.ClassesDiffer(first, model);
            if (model.Levels >= EnsembleModel.MostLevels)
                throw EnsembleErrors.TooDeep(EnsembleModel.MostLevels);
        }
        if (voting == VotingCatalog.Hard && first.Task == LearningTask.Regression)
            throw EnsembleErrors.VotesNeedClasses();
        if (weights.Count == 0)
            return;
        if (voting == VotingCatalog.Stacked)
            throw EnsembleErrors.WeightsAreFitted();
        if (weights.Count != models.Count)
            throw EnsembleErrors.WeightCount(weights.Count, models.Count);
        foreach (double weight in weights)
        {
            if (!(weight >= 0) || double.IsInfinity(weight))
                throw EnsembleErrors.WeightInvalid(weight);
        }
        if (weights.All(weight => weight == 0))
            throw EnsembleErrors.WeightsAllZero();
    }

    /// <summary>The first member's data set that has everything the ensemble takes; null where there is none.</summary>
    private static Dataset? CommonDataset(IReadOnlyList<Model> models, Preprocessing preprocessing) =>
        models
            .Select(model => model.Dataset)
            .FirstOrDefault(dataset => dataset is not null && EnsembleSchema.Follows(preprocessing, dataset.Preprocessing));
}
