using System.Globalization;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Pruning.Budgets;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// Tries simple models until one holds the budget. With a bound on the loss of accuracy (a point, where nothing was said) that is the
/// first, which is the simplest;
/// with a bound on size or time alone the most accurate one that keeps it.
/// </summary>
/// <param name="model">The larger model.</param>
/// <param name="dataset">The data as that model takes it.</param>
/// <param name="before">The model's own score on the validation rows.</param>
/// <param name="options">The budget.</param>
/// <param name="monitor">Receives every trial.</param>
internal sealed class SubmodelSearch(Model model, Dataset dataset, double before, PruningOptions options, IWorkMonitor monitor)
{
    private const double DefaultDrop = 0.01;
    private const double Rounding = 1e-9;

    private readonly PruningTarget _target = Effective(options.Target);
    private readonly IReadOnlyList<ResourceBudget> _budgets = ResourceBudgets.Of(options.Target);
    private readonly List<SubmodelTrial> _trials = [];
    private float[] _said = [];

    /// <summary>The target that is searched for: one point of accuracy where none was given.</summary>
    internal static PruningTarget Effective(PruningTarget target) =>
        target.IsBudget ? target : target with { MaxAccuracyDrop = DefaultDrop };

    /// <exception cref="ComputeException"><c>BudgetNotReached</c>.</exception>
    internal SubmodelChoice Find()
    {
        _said = Outputs(model);
        var context = new SubmodelContext(model, dataset, options, monitor);
        Submodel? best = null;
        int bestTrial = -1;
        foreach (SubmodelFamily family in SubmodelCatalog.All)
        {
            monitor.Progress(new WorkProgress("Fitting simple models", family.Name, -1));
            foreach (Submodel candidate in family.Candidates(context))
            {
                monitor.Cancellation.ThrowIfCancellationRequested();
                SubmodelTrial trial = Try(family, candidate);
                _trials.Add(trial);
                monitor.Verbose(
                    $"{trial.Kind}, {Counted(trial)}: score {trial.Score:0.0000}, agrees for {trial.Fidelity:P1}; {trial.Verdict}. "
                        + $"{trial.Description}"
                );
                if (trial.Chosen && _target.MaxAccuracyDrop is not null)
                    return new SubmodelChoice(candidate.Model, _trials);
                if (trial.Chosen && (best is null || trial.Score > _trials[bestTrial].Score + Rounding))
                    (best, bestTrial) = (candidate, _trials.Count - 1);
                else if (candidate.Model is NetworkModel unwanted)
                    unwanted.Dispose();
            }
        }
        if (best is null)
            throw PruningErrors.BudgetNotReached(_target, Best());
        for (int i = 0; i < _trials.Count; i++)
        {
            if (_trials[i].Chosen && i != bestTrial)
                _trials[i] = _trials[i] with { Chosen = false, Verdict = "keeps the budget, but another is more accurate" };
        }
        return new SubmodelChoice(best.Model, _trials);
    }

    private SubmodelTrial Try(SubmodelFamily family, Submodel candidate)
    {
        EvaluationResult result = ModelEvaluator.Evaluate(candidate.Model, dataset, PartitionName.Validation, monitor);
        string? objection = Objection(candidate.Model, result.Score);
        string verdict = objection
            ?? (
                _target.MaxAccuracyDrop is { } drop
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"enough: at most {drop} below the model's {before:0.0000}, and nothing simpler was"
                    )
                    : "keeps the budget, and nothing more accurate does"
            );
        return new SubmodelTrial(
            family.Name,
            candidate.Description,
            candidate.Complexity,
            candidate.Unit,
            result.Score,
            Fidelity(candidate.Model),
            objection is null,
            verdict
        );
    }

    /// <summary>Why a candidate is not enough; null where it is.</summary>
    private string? Objection(Model candidate, double score)
    {
        if (candidate.Parameters >= model.NonzeroParameters)
            return string.Create(
                CultureInfo.InvariantCulture,
                $"not simpler than the model: {candidate.Parameters:N0} numbers, where that has {model.NonzeroParameters:N0}"
            );
        if (_target.MaxAccuracyDrop is { } drop && !(score >= before - drop - Rounding))
            return string.Create(CultureInfo.InvariantCulture, $"not enough: below {before - drop:0.0000}");
        foreach (ResourceBudget budget in _budgets)
        {
            double amount = budget.Measure(candidate, monitor);
            if (amount > budget.Limit)
                return $"not enough: {budget.Describe(amount)}";
        }
        return null;
    }

    /// <summary>The complexity with its unit: 1 condition, 7 leaves.</summary>
    internal static string Counted(SubmodelTrial trial) => ComplexityText.Of(trial.Complexity, trial.ComplexityUnit);

    private string Best()
    {
        SubmodelTrial best = _trials.MaxBy(trial => double.IsNaN(trial.Score) ? double.NegativeInfinity : trial.Score)!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{best.Kind} with {Counted(best)} and score {best.Score:0.0000} ({best.Verdict})"
        );
    }

    /// <summary>How often two models say the same of the validation rows; for numbers R² against the larger one's.</summary>
    private double Fidelity(Model candidate)
    {
        float[] outputs = Outputs(candidate);
        int width = model.OutputCount,
            rows = outputs.Length / width;
        if (model.Task == LearningTask.Regression)
            return ModelEvaluator.Evaluate(outputs, _said).R2;
        int same = Enumerable
            .Range(0, rows)
            .Count(row =>
                OutputScore.MostProbable(outputs.AsSpan(row * width, width)) == OutputScore.MostProbable(_said.AsSpan(row * width, width))
            );
        return (double)same / rows;
    }

    private float[] Outputs(Model of)
    {
        var outputs = new float[dataset.ValidationRows * model.OutputCount];
        ModelPredictor.ForEachBatch(of, PartitionView.Of(of, dataset, PartitionName.Validation), monitor, (first, batch) =>
            batch.CopyTo(outputs.AsSpan(first * model.OutputCount))
        );
        return outputs;
    }
}

/// <summary>The model that takes the larger one's place.</summary>
/// <param name="Model">The model.</param>
/// <param name="Trials">All that were tried, simplest first.</param>
internal sealed record SubmodelChoice(Model Model, IReadOnlyList<SubmodelTrial> Trials);
