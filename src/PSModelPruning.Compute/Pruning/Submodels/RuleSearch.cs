using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// Searches one rule by a beam: the best conditions alone, the best of these with another condition, and so on, as CN2 does; five are
/// carried on, and a rule has three conditions at most. A longer rule must be better than its beginning.
/// </summary>
/// <remarks>O(beam · length · conditions · rows / 64) for each class.</remarks>
internal sealed class RuleSearch
{
    private const int Beam = 5;
    private const int MostConditions = 3;
    private const double Rounding = 1e-12;

    private readonly SubmodelContext _context;
    private readonly RuleConditions _conditions;
    private readonly RowSet _left;
    private readonly RuleQuality _quality;
    private readonly RowSet[] _classRows;
    private readonly int[] _classCounts;
    private readonly int _count,
        _least;
    private readonly double _sum;

    /// <param name="context">What the model says.</param>
    /// <param name="conditions">What rules are made of.</param>
    /// <param name="left">Rows that no rule covers yet.</param>
    /// <param name="quality">What makes a rule good.</param>
    internal RuleSearch(SubmodelContext context, RuleConditions conditions, RowSet left, RuleQuality quality)
    {
        (_context, _conditions, _left, _quality) = (context, conditions, left, quality);
        _count = left.Count;
        // A rule over fewer rows says little of rows to come.
        _least = Math.Max(5, context.Rows / 100);
        _classRows = [.. Enumerable.Range(0, context.IsClasses ? context.Classes : 0).Select(_ => new RowSet(context.Rows))];
        for (int row = 0; row < context.Labels.Length; row++)
            _classRows[context.Labels[row]].Add(row);
        _classRows = [.. _classRows.Select(rows => rows.And(left))];
        _classCounts = [.. _classRows.Select(rows => rows.Count)];
        _sum = context.IsClasses ? 0 : left.SumAnd(left, context.Outputs);
    }

    /// <summary>The best rule; null where none is better than none.</summary>
    internal FoundRule? Find()
    {
        if (_count < 2 * _least || _classCounts.Length > 0 && _classCounts.Max() == _count)
            return null;
        FoundRule[] beam = [new FoundRule([], _left, Baseline())];
        FoundRule best = beam[0];
        for (int length = 1; length <= MostConditions; length++)
        {
            beam =
            [
                .. beam.SelectMany(Longer)
                    .OrderByDescending(rule => rule.Quality)
                    .DistinctBy(rule => (rule.Quality, rule.Rows.Count))
                    .Take(Beam),
            ];
            if (beam.Length == 0 || beam[0].Quality <= best.Quality + Rounding)
                break;
            best = beam[0];
        }
        return best.Conditions.Count == 0 ? null : best;
    }

    /// <summary>The best few rules with one more condition that are better than the rule itself.</summary>
    private IEnumerable<FoundRule> Longer(FoundRule rule)
    {
        _context.Monitor.Cancellation.ThrowIfCancellationRequested();
        RowSet[] byClass = [.. _classRows.Select(rows => rows.And(rule.Rows))];
        var qualities = new double[_conditions.Count];
        CoreLoop.Run(
            _conditions.Count,
            condition => qualities[condition] = Quality(_conditions.Rows(condition), rule.Rows, byClass),
            _context.Monitor.Cancellation,
            _context.Options.Threads
        );
        return Enumerable
            .Range(0, qualities.Length)
            .Where(condition => qualities[condition] > rule.Quality + Rounding)
            .OrderByDescending(condition => qualities[condition])
            .Take(Beam)
            .Select(condition => new FoundRule(
                [.. rule.Conditions, condition],
                rule.Rows.And(_conditions.Rows(condition)),
                qualities[condition]
            ));
    }

    private double Baseline() => _quality == RuleQuality.Laplace ? (_classCounts.Max() + 1.0) / (_count + _context.Classes) : 0;

    private double Quality(RowSet condition, RowSet within, RowSet[] byClass)
    {
        int covered = condition.CountAnd(within);
        if (covered < _least || covered == _count)
            return double.NegativeInfinity;
        if (_quality == RuleQuality.ExplainedSquares)
        {
            double sum = condition.And(within).SumAnd(_left, _context.Outputs),
                rest = _sum - sum;
            return sum * sum / covered + rest * rest / (_count - covered) - _sum * _sum / _count;
        }
        double best = double.NegativeInfinity;
        for (int c = 0; c < byClass.Length; c++)
        {
            int right = condition.CountAnd(byClass[c]);
            double quality =
                _quality == RuleQuality.Laplace
                    ? (right + 1.0) / (covered + byClass.Length)
                    : (double)covered / _count * ((double)right / covered - (double)_classCounts[c] / _count);
            best = Math.Max(best, quality);
        }
        return best;
    }
}

/// <summary>A rule that the search found.</summary>
/// <param name="Conditions">Indices of its conditions.</param>
/// <param name="Rows">The rows that it covers, of those that were left.</param>
/// <param name="Quality">How good it is.</param>
internal sealed record FoundRule(IReadOnlyList<int> Conditions, RowSet Rows, double Quality);
