using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>Which granularity and schedule a run uses.</summary>
internal static class NetworkPruningChoices
{
    /// <summary>The rule of <see cref="LayerRatioCatalog"/> for criteria whose scores are comparable within a layer only.</summary>
    private const string RatiosOfLayerScores = "Erk";

    /// <summary>The criterion that was named; Magnitude where none was.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>: a method for another family; <c>PruningMethodUnknown</c>.</exception>
    internal static PruningCriterion Criterion(Model model, PruningOptions options) =>
        options.Method is { } name && PathMethodCatalog.Entries.Any(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? throw PruningErrors.MethodNotForModel(model, name, options.Variants.Criteria.Select(criterion => criterion.Name))
            : options.Variants.Criterion(options.Method);

    /// <summary>
    /// The options with what the criterion adds: its threshold, unless one or a budget was given, and how much each layer loses where its
    /// scores cannot say so.
    /// </summary>
    internal static PruningOptions Complete(PruningOptions options, PruningCriterion criterion)
    {
        if (criterion.DefaultThreshold is { } threshold && options.Target is { Threshold: null, IsBudget: false })
            options = options with { Target = options.Target with { Threshold = threshold } };
        return NeedsRatios(options, criterion)
            ? options with
            {
                Network = options.Network with { LayerSparsity = LayerRatioCatalog.Get(RatiosOfLayerScores) },
            }
            : options;
    }

    /// <summary>
    /// True where single weights of all layers were to compete by scores that are not comparable across layers. The same fraction of each,
    /// which is left then, costs small first and last layers dearly (LeNet300 on Fashion-MNIST, Wanda at 50 %: 1.6 points instead of 0.9),
    /// so the ratios follow the layers' shapes.
    /// </summary>
    private static bool NeedsRatios(PruningOptions options, PruningCriterion criterion) =>
        criterion.Comparison != ScoreComparison.Network
        && options is { Network.LayerSparsity: null, Network.Scope: null, Target.Threshold: null }
        && Granularity(options, criterion).TakesSingleWeights;

    /// <summary>
    /// The granularity that was named, with its settings. Where none was named, the one whose own setting was given; for a criterion that
    /// scores only units or blocks the first that asks for these scores; for a budget that only smaller tensors can meet the first that
    /// makes them smaller; and the first of all otherwise.
    /// </summary>
    /// <exception cref="ComputeException"><c>BudgetNeedsChannels</c>: the named one cannot meet the budget; <c>MethodNeedsChannels</c>,
    /// <c>MethodNeedsBlocks</c>: the criterion cannot score its units; <c>ParameterNotForGranularity</c>: a setting of another granularity
    /// was given.</exception>
    internal static PruningGranularity Granularity(PruningOptions options, PruningCriterion criterion)
    {
        NetworkVariants variants = options.Variants;
        PruningGranularity[] implied = [.. variants.Granularities.Where(granularity => granularity.IsImpliedBy(options))];
        PruningGranularity? named = options.Network.Granularity is { } name ? variants.Granularity(name) : null;
        PruningGranularity? first = named ?? implied.FirstOrDefault();
        if (implied.FirstOrDefault(granularity => granularity != first) is { } other)
            throw PruningErrors.ParameterNotForGranularity(other.Reads[0], first!.Name, other.Name);
        ScoredPart? scored =
            criterion.IsOfBlocks ? ScoredPart.Block
            : criterion.IsOfUnits ? ScoredPart.Unit
            : null;
        if (first is null)
            return variants
                .Granularities.First(granularity =>
                    scored is { } part ? granularity.Scored == part : granularity.MakesSmaller || !options.Target.NeedsRemoval
                )
                .With(options);
        if (scored is { } needed && first.Scored != needed)
        {
            string fitting = variants.GranularitiesWhere(granularity => granularity.Scored == needed);
            throw needed == ScoredPart.Block
                ? PruningErrors.MethodNeedsBlocks(criterion.Name, first.Name, fitting)
                : PruningErrors.MethodNeedsChannels(criterion.Name, first.Name, fitting);
        }
        if (OptionCatalog<PruningOptions>.Set(options).FirstOrDefault(first.Unread.Contains) is { } unread)
            throw PruningErrors.ParameterNotForGranularity(
                unread,
                first.Name,
                variants.GranularitiesWhere(granularity => granularity.MakesSmaller && !granularity.Unread.Contains(unread))
            );
        return options.Target.NeedsRemoval && !first.MakesSmaller
            ? throw PruningErrors.BudgetNeedsChannels(first.Name)
            : first.With(options);
    }

    /// <summary>
    /// The one that was named; where none was, Iterative towards a threshold, Gradual for single weights (at high sparsities it loses least
    /// for the same number of updates), and OneShot where tensors get smaller (fine-tuning the smaller network is cheaper) or nothing is
    /// fine-tuned; Iterative where more than one step was asked for then. A criterion that watches training is for Gradual.
    /// </summary>
    internal static PruningSchedule Schedule(
        PruningOptions options,
        PruningCriterion criterion,
        PruningGranularity granularity,
        bool hasData
    )
    {
        if (options.Network.Schedule is { } name)
        {
            PruningSchedule named = options.Variants.Schedule(name);
            if (named.IsDuringTraining && !granularity.MayPruneDuringTraining)
                throw ScheduleErrors.NotForGranularity(
                    named.Name,
                    granularity.Name,
                    options.Variants.GranularitiesWhere(other => other.MayPruneDuringTraining)
                );
            return named.IsDuringTraining && options.Target.Threshold is not null
                ? throw PruningErrors.ScheduleNotForThreshold(named.Name)
                : named;
        }
        if (options.Target.Threshold is not null)
            return PruningScheduleCatalog.Get("Iterative");
        bool isFineTuned = hasData && options.Network.FineTuneEpochs != 0;
        return PruningScheduleCatalog.Get(
            isFineTuned && granularity.MayPruneDuringTraining && (criterion.WatchesTraining || !granularity.MakesSmaller) ? "Gradual"
            : options.Network.Steps > 1 ? "Iterative"
            : "OneShot"
        );
    }
}
