using System.Globalization;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Makes the report of a pruning along a path.</summary>
internal static class PathResult
{
    /// <summary>Points that a report tells of; more would be read by nobody.</summary>
    private const int MostRounds = 50;

    private const string OwnEnd = "the method's own end";

    /// <summary>The description that a method gives the models of its path: a child of the model that was pruned.</summary>
    internal static ModelDescription Describe(Model model, string method, Dataset? dataset, PruningOptions options, long complexity)
    {
        string kept = string.Create(CultureInfo.InvariantCulture, $"{complexity:N0} of {model.Complexity:N0} {model.ComplexityUnit}");
        return Describe(model, method, dataset, options, kept);
    }

    /// <summary>The same with what was kept in words.</summary>
    internal static ModelDescription Describe(Model model, string method, Dataset? dataset, PruningOptions options, string kept) =>
        ModelDescription.ChildOf(
            model,
            ModelEvent.Now(
                "Pruned",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{method}: {kept} kept, target {(options.Target.IsUnset ? OwnEnd : options.Target.ToString())}, seed {options.Seed}"
                )
            )
        ) with
        {
            Dataset = dataset ?? model.Dataset,
        };

    /// <summary>Puts the report on a result.</summary>
    internal static Model Model(Model model, Model result, PathPlan plan, PruningOptions options, double before, double after)
    {
        result.Pruning = new PruningReport
        {
            Method = plan.Method.Name,
            Granularity = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(plan.Path.Unit),
            Schedule = "OneShot",
            Scope = nameof(PruningScope.Global),
            Target = options.Target.IsUnset ? OwnEnd : options.Target.ToString(),
            Sparsity = plan.Path.GoneOf(result),
            Seed = options.Seed,
            ScoreBefore = before,
            ScoreAfter = after,
            Layers = [Row(model, result, plan.Path)],
            Rounds = Rounds(model, result, plan, after),
        }.WithSizes(model, result);
        return result;
    }

    /// <summary>The points that were looked at, thinned, and at last the chosen one with its score after all that was done to it.</summary>
    private static List<PruningRound> Rounds(Model model, Model result, PathPlan plan, double after)
    {
        IReadOnlyList<(int Point, double Score)> trials = plan.Choice.Trials;
        var rounds = new List<PruningRound>();
        int step = Math.Max(1, (trials.Count + MostRounds - 1) / MostRounds);
        for (int i = 0; i < trials.Count; i += step)
        {
            double gone = 1 - (double)plan.Path.Candidates[trials[i].Point].Complexity / Math.Max(1, plan.Path.OriginalOf(model));
            rounds.Add(new PruningRound(rounds.Count + 1, gone, trials[i].Score, trials[i].Score));
        }
        rounds.Add(new PruningRound(rounds.Count + 1, plan.Path.GoneOf(result), after, after));
        return rounds;
    }

    /// <summary>The one row of a plan.</summary>
    internal static PruningLayer Row(Model model, Model result, PruningPath path) =>
        new()
        {
            Layer = model.Name,
            Operator = model.Kind,
            Unit = path.Unit,
            Original = path.OriginalOf(model),
            Before = path.CountOf(model),
            Kept = path.CountOf(result),
            ParametersBefore = model.Parameters,
            ParametersAfter = result.Parameters,
            MultiplyAccumulatesBefore = model.MultiplyAccumulates,
            MultiplyAccumulatesAfter = result.MultiplyAccumulates,
            BytesBefore = model.PackedBytes,
            BytesAfter = result.PackedBytes,
        };
}
