using System.Globalization;
using PSModelPruning.Compute.Pruning.Budgets;
using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>
/// Finds the number of features that a budget asks for. Accuracy lets as many go as keep it: by bisection of the number that stays, in its
/// logarithm, each trial fitted or fine-tuned. Resources let as few go as meet them.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="dataset">The data as the model takes it.</param>
/// <param name="order">Which features go first.</param>
/// <param name="options">The budget.</param>
/// <param name="monitor">Progress, decisions and cancellation.</param>
internal sealed class FeatureBudgetSearch(Model model, Dataset dataset, FeatureOrder order, PruningOptions options, IWorkMonitor monitor)
{
    private const int MostTrials = 7;
    private const double Rounding = 1e-9;

    private readonly IReadOnlyList<ResourceBudget> _budgets = ResourceBudgets.Of(options.Target);
    private string _best = "there was no trial";

    /// <exception cref="ComputeException"><c>BudgetNotReached</c>, <c>BudgetNeedsValidation</c>.</exception>
    internal FeatureChoice Find()
    {
        FeatureRemover.Request request = new(model, [], dataset, options, monitor);
        return options.Target.MaxAccuracyDrop is { } drop ? MostThatKeepAccuracy(request, drop) : FewestThatSaveEnough(request);
    }

    private FeatureChoice MostThatKeepAccuracy(FeatureRemover.Request request, double drop)
    {
        if (dataset.ValidationRows == 0)
            throw PruningErrors.BudgetNeedsValidation(dataset);
        double least = FeaturePruner.Score(model, dataset, monitor) - drop - Rounding;
        int high = order.Steps.Count + 1,
            low = 1,
            features = model.Preprocessing.Features.Count;
        FeatureChoice? best = null;
        for (int trial = 1; trial <= MostTrials && low < high; trial++)
        {
            // Counted in steps that stay, so that a group is one.
            int stay = Math.Min(high - 1, (int)Math.Round(Math.Sqrt((double)low * high)));
            int steps = Math.Min(order.Steps.Count - stay + 1, order.StepsTo(features, 1));
            FeatureChoice tried = Try(request, steps);
            double score = FeaturePruner.Score(tried.Made!.Model, tried.Made.Model.Dataset, monitor);
            string text = string.Create(CultureInfo.InvariantCulture, $"{tried.Kept.Length} of {features} features, score {score:0.0000}");
            monitor.Verbose($"Trial {trial}: {text}{(score >= least ? "" : (ComputeMessage)$", below {least:0.0000}")}.");
            if (score >= least && Affordable(tried.Made.Model, text))
            {
                Release(best);
                (best, high) = (tried, stay);
            }
            else
            {
                if (best is null)
                    _best = text;
                Release(tried);
                low = stay + 1;
            }
        }
        return best ?? throw PruningErrors.BudgetNotReached(options.Target, _best);
    }

    private FeatureChoice FewestThatSaveEnough(FeatureRemover.Request request)
    {
        FeatureRemover.Request untuned = request with { Options = options with { Network = options.Network with { FineTuneEpochs = 0 } } };
        int low = 0,
            high = order.StepsTo(model.Preprocessing.Features.Count, 1);
        bool Fits(int steps)
        {
            FeatureChoice tried = Try(untuned, steps);
            bool fits = Affordable(tried.Made!.Model, $"{tried.Kept.Length} features");
            Release(tried);
            return fits;
        }
        if (!Fits(high))
            throw PruningErrors.BudgetNotReached(options.Target, _best);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Fits(middle))
                high = middle;
            else
                low = middle + 1;
        }
        return Try(request, high);
    }

    private FeatureChoice Try(FeatureRemover.Request request, int steps)
    {
        monitor.Cancellation.ThrowIfCancellationRequested();
        int[] kept = order.Kept(model.Preprocessing.Features.Count, steps);
        return new FeatureChoice(
            kept,
            order.Drops(model.Preprocessing.Features, steps),
            FeatureRemovers.For(model).Remove(request with { Kept = kept })
        );
    }

    private bool Affordable(Model candidate, string text)
    {
        double[] amounts = [.. _budgets.Select(budget => budget.Measure(candidate, monitor))];
        _best = string.Join(", ", _budgets.Select((budget, i) => budget.Describe(amounts[i])).Prepend(text));
        return !amounts.Where((amount, i) => amount > _budgets[i].Limit).Any();
    }

    /// <summary>
    /// Networks hold memory outside of the collector's sight; the models of other families may share their parts with the original.
    /// </summary>
    private static void Release(FeatureChoice? choice)
    {
        if (choice?.Made?.Model is NetworkModel network)
            network.Dispose();
    }
}
