using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// Every condition that rules are made of: each input above or at most at some thresholds, and the rows that it holds for.
/// </summary>
internal sealed class RuleConditions
{
    private const int MostThresholds = 15;
    private const int MostConditions = 12_000;

    private readonly List<(RuleCondition Condition, RowSet Rows)> _all = [];

    internal RuleConditions(SubmodelContext context)
    {
        int thresholds = Math.Clamp(MostConditions / (2 * Math.Max(1, context.Width)), 1, MostThresholds);
        for (int input = 0; input < context.Width; input++)
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            RuleTerm term = context.Single(input);
            double[] values = context.Values(term);
            foreach (double threshold in Thresholds(values, thresholds))
            {
                Add(new RuleCondition(term, true, threshold), values);
                Add(new RuleCondition(term, false, threshold), values);
            }
        }
    }

    internal int Count => _all.Count;

    internal RuleCondition Condition(int index) => _all[index].Condition;

    internal RowSet Rows(int index) => _all[index].Rows;

    private void Add(RuleCondition condition, double[] values)
    {
        var rows = new RowSet(values.Length);
        for (int row = 0; row < values.Length; row++)
        {
            if (condition.IsAbove ? values[row] > condition.Threshold : values[row] <= condition.Threshold)
                rows.Add(row);
        }
        _all.Add((condition, rows));
    }

    /// <summary>Halfway between neighbouring values: all where they are few, else those next to the quantiles.</summary>
    private static IEnumerable<double> Thresholds(double[] values, int most)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        double[] distinct = [.. sorted.Distinct()];
        if (distinct.Length - 1 <= most)
            return distinct.Zip(distinct.Skip(1), BestThreshold.Middle);
        return Enumerable
            .Range(1, most)
            .Select(i => sorted[(int)((long)i * (sorted.Length - 1) / (most + 1))])
            .Distinct()
            .Select(value =>
            {
                int at = Array.BinarySearch(distinct, value);
                return at + 1 < distinct.Length
                    ? BestThreshold.Middle(distinct[at], distinct[at + 1])
                    : BestThreshold.Middle(distinct[at - 1], distinct[at]);
            })
            .Distinct();
    }
}
