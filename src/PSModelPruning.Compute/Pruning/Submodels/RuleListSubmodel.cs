using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// A short ordered list of if-then rules, learned by sequential covering: the best rule is searched, the rows that it covers are set aside,
/// and so on (CN2: Clark and Niblett 1989, "The CN2 induction algorithm", Machine Learning 3, 261–283). See <see cref="RuleSearch"/> for
/// what is best.
/// </summary>
internal sealed class RuleListSubmodel : SubmodelFamily
{
    private const int MostRules = 8;

    internal override string Name => "Rules";

    internal override string Description => "A short list of if-then rules, learned by sequential covering (CN2, Clark and Niblett 1989).";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context)
    {
        var conditions = new RuleConditions(context);
        if (conditions.Count == 0)
            return [];
        RuleQuality[] qualities = context.IsClasses
            ? [RuleQuality.WeightedRelativeAccuracy, RuleQuality.Laplace]
            : [RuleQuality.ExplainedSquares];
        return [.. qualities.SelectMany(quality => Lists(context, conditions, quality)).OrderBy(list => list.Complexity)];
    }

    /// <summary>The list of every length that one search gives.</summary>
    private static List<Submodel> Lists(SubmodelContext context, RuleConditions conditions, RuleQuality quality)
    {
        var lists = new List<Submodel>();
        var rules = new List<Rule>();
        var left = new RowSet(context.Rows, full: true);
        while (rules.Count < MostRules)
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            if (new RuleSearch(context, conditions, left, quality).Find() is not { } found)
                break;
            rules.Add(context.Conclude([.. found.Conditions.Select(conditions.Condition)], found.Rows.Members()));
            left = left.Except(found.Rows);
            lists.Add(Submodel.Of(context.RulesOf([.. rules, context.Conclude([], left.Members())])));
        }
        return lists;
    }
}
