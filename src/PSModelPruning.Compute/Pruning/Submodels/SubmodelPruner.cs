using System.Globalization;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// Replaces a model of any family by the simplest one that holds the budget: fits kinds of simple models to what the model says of training
/// rows, from a constant to a linear model, judges each on the validation rows, and takes the first that is good enough.
/// </summary>
internal sealed class SubmodelPruner : ModelPruner
{
    internal const string Method = "Submodel";

    internal const string Description =
        "Any model: the simplest of a constant, a threshold, a mean or difference of features, a rule list, a small tree or a linear "
        + "model that keeps the accuracy takes its place.";

    internal override bool Accepts(Model model) => true;

    private protected override Model PruneCore(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        Dataset rows = Rows(model, dataset, options);
        double before = ModelEvaluator.Evaluate(model, rows, PartitionName.Validation, monitor).Score;
        SubmodelChoice choice = new SubmodelSearch(model, rows, before, options, monitor).Find();
        SubmodelTrial trial = choice.Trials[^1].Chosen ? choice.Trials[^1] : choice.Trials.First(t => t.Chosen);
        Model result = choice.Model;
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Method}: {trial.Kind} in place of {model.Kind}, {SubmodelSearch.Counted(trial)}: {trial.Description}. {trial.Verdict}. "
                + $"Validation score {before:0.0000} before, {trial.Score:0.0000} after; says what the model says for {trial.Fidelity:P1}"
        );
        result.Adopt(model, model.Name, ModelEvent.Now("Pruned", text));
        result.Pruning = Report(model, result, options, before, trial.Score) with { Trials = choice.Trials };
        return result;
    }

    private protected override IReadOnlyList<PruningLayer> PlanCore(
        Model model,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        Dataset rows = Rows(model, dataset, options);
        double before = ModelEvaluator.Evaluate(model, rows, PartitionName.Validation, monitor).Score;
        return [Row(model, new SubmodelSearch(model, rows, before, options, monitor).Find().Model)];
    }

    private static Dataset Rows(Model model, Dataset? dataset, PruningOptions options)
    {
        UnreadOptions.CheckSubmodel(model, options);
        PruningTarget target = options.Target;
        target.CheckFigures();
        if (target.Sparsity is not null || target.IsOfFeatures)
            throw PruningErrors.SubmodelNeedsBudget();
        Dataset rows = MatchedDataset.For(
            model,
            (dataset ?? model.Dataset) ?? throw PruningErrors.DatasetMissing(model, "fitting simple models")
        );
        return rows.ValidationRows > 0 ? rows : throw PruningErrors.BudgetNeedsValidation(rows);
    }

    private static PruningReport Report(Model model, Model result, PruningOptions options, double before, double after)
    {
        double gone = 1 - (double)result.Parameters / Math.Max(1, model.Parameters);
        return new PruningReport
        {
            Method = Method,
            Granularity = "Model",
            Schedule = "OneShot",
            Scope = nameof(PruningScope.Global),
            Target = SubmodelSearch.Effective(options.Target).ToString(),
            Sparsity = gone,
            Seed = options.Seed,
            ScoreBefore = before,
            ScoreAfter = after,
            Layers = [Row(model, result)],
            Rounds = [new PruningRound(1, gone, after, after)],
        }.WithSizes(model, result);
    }

    /// <summary>The families have no unit in common but the numbers that they hold.</summary>
    private static PruningLayer Row(Model model, Model result) =>
        new()
        {
            Layer = model.Name,
            Operator = model.Kind,
            Unit = "number",
            Original = model.Parameters,
            Before = model.Parameters,
            Kept = result.Parameters,
            ParametersBefore = model.Parameters,
            ParametersAfter = result.Parameters,
            MultiplyAccumulatesBefore = model.MultiplyAccumulates,
            MultiplyAccumulatesAfter = result.MultiplyAccumulates,
            BytesBefore = model.PackedBytes,
            BytesAfter = result.PackedBytes,
        };
}
