using System.Globalization;
using PSModelPruning.Compute.Pruning.Budgets;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// Finds how far a network is to be pruned to meet budgets. Budgets of resources ask for as little as meets them: searched on copies that
/// are pruned but not trained, then pruned and fine-tuned once (again, a little more, where the figure of the result differs). A budget of
/// accuracy allows as much as keeps it: every trial is pruned and fine-tuned as the schedule says, at most <see cref="MostTrials"/> of
/// them.
/// </summary>
internal sealed class NetworkBudgetSearch
{
    /// <summary>What may help where no network of a search meets the budget.</summary>
    private static ComputeMessage Advice => $"another {Option.Method} or {Option.Schedule}, or more {Option.FineTuneEpochs}";

    /// <summary>Fine-tuned candidates of one search.</summary>
    internal const int MostTrials = 7;

    private const int MostCorrections = 3;

    private readonly NetworkModel _model;
    private readonly NetworkPruningSetup _run;
    private readonly PruningTarget _target;
    private readonly IWorkMonitor _monitor;
    private readonly IReadOnlyList<ResourceBudget> _budgets;
    private readonly double _leastScore;

    internal NetworkBudgetSearch(NetworkModel model, NetworkPruningSetup run, PruningOptions options, IWorkMonitor monitor)
    {
        _model = model;
        _run = run;
        _target = options.Target;
        _monitor = monitor;
        _budgets = ResourceBudgets.Of(options.Target);
        // A score is a count of rows divided by their number: the last digit of the difference must not decide.
        _leastScore = _target.MaxAccuracyDrop is { } drop ? run.ScoreBefore - drop - 1e-9 : double.NegativeInfinity;
    }

    /// <summary>The best network that meets the budgets.</summary>
    /// <exception cref="ComputeException"><c>BudgetNotReached</c>: none does.</exception>
    internal PrunedNetwork Find() => _budgets.Count > 0 ? ForResources() : ForAccuracy();

    /// <summary>The sparsity that a plan shows, found without training.</summary>
    internal double Plan()
    {
        if (_budgets.Count > 0)
            return LeastForResources();
        double? most = SparsitySearch.Most(_run.Initial, _run.Most, MostTrials, (sparsity, _) =>
        {
            using PrunedNetwork candidate = _run.PruneOnly(sparsity);
            return _run.Score(candidate.Graph) >= _leastScore;
        });
        return most ?? _run.Initial;
    }

    private PrunedNetwork ForResources()
    {
        double sparsity = LeastForResources();
        for (int correction = 0; ; correction++)
        {
            PrunedNetwork result = _run.Prune(sparsity, $"Pruning {_model.Name}");
            (bool met, string figures) = Check(result);
            if (met && result.Score is var score && !(score < _leastScore))
                return result;
            result.Dispose();
            if (met || correction == MostCorrections || sparsity >= _run.Most)
                throw PruningErrors.BudgetNotReached(_target, Best(figures, result), Advice);
            _monitor.Verbose($"Sparsity {sparsity:0.0000} gives {figures}, which is too much. The sparsity is increased a little.");
            sparsity = Math.Min(_run.Most, sparsity + (1 - sparsity) * 0.02);
        }
    }

    private double LeastForResources()
    {
        int trial = 0;
        double? least = SparsitySearch.Least(_run.Initial, _run.Most, 0.002, sparsity =>
        {
            using PrunedNetwork candidate = _run.PruneOnly(sparsity);
            (bool met, string figures) = Check(candidate);
            _monitor.Progress(
                new WorkProgress(
                    $"Pruning {_model.Name}",
                    $"searching: {candidate.Sparsity.ToString("P1", CultureInfo.InvariantCulture)} gone, {figures}",
                    -1
                )
            );
            _monitor.Verbose($"Trial {++trial}: {candidate.Sparsity:P2} removed gives {figures}.");
            return met;
        });
        if (least is { } found)
            return found;
        using PrunedNetwork most = _run.PruneOnly(_run.Most);
        throw PruningErrors.BudgetNotReached(_target, Best(Check(most).Figures, most), Advice);
    }

    private PrunedNetwork ForAccuracy()
    {
        PrunedNetwork? best = null;
        double nearestScore = double.NegativeInfinity,
            nearestSparsity = 0;
        try
        {
            SparsitySearch.Most(_run.Initial, _run.Most, MostTrials, (sparsity, trial) =>
            {
                PrunedNetwork candidate = _run.Prune(sparsity, $"Pruning {_model.Name}, trial {trial} of {MostTrials}");
                bool fits = candidate.Score >= _leastScore;
                _monitor.Verbose(
                    $"Trial {trial} of at most {MostTrials}: {candidate.Sparsity:P2} removed, validation score {candidate.Score:0.0000} "
                        + $"of at least {_leastScore:0.0000}: {(fits ? "enough" : "too low")}."
                );
                if (candidate.Score > nearestScore)
                    (nearestScore, nearestSparsity) = (candidate.Score, candidate.Sparsity);
                if (fits)
                {
                    best?.Dispose();
                    best = candidate;
                }
                else
                {
                    candidate.Dispose();
                }
                return fits;
            });
        }
        catch
        {
            best?.Dispose();
            throw;
        }
        return best
            ?? throw PruningErrors.BudgetNotReached(
                _target,
                FormattableString.Invariant($"a drop of {_run.ScoreBefore - nearestScore:0.0000} with {nearestSparsity:P1} gone"),
                Advice
            );
    }

    private (bool Met, string Figures) Check(PrunedNetwork candidate)
    {
        var model = new NetworkModel(_model.Describe(), candidate.Graph, _model.Kind);
        double[] amounts = [.. _budgets.Select(budget => budget.Measure(model, _monitor))];
        return (
            !amounts.Where((amount, i) => amount > _budgets[i].Limit).Any(),
            string.Join(", ", _budgets.Select((budget, i) => budget.Describe(amounts[i])))
        );
    }

    private string Best(string figures, PrunedNetwork candidate) =>
        double.IsNaN(candidate.Score)
            ? FormattableString.Invariant($"{figures} with {candidate.Sparsity:P1} gone")
            : FormattableString.Invariant(
                $"{figures} and a drop of {_run.ScoreBefore - candidate.Score:0.0000} with {candidate.Sparsity:P1} gone"
            );
}
