using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// The mean or difference of features, all with the same weight: a threshold on it for classes, a straight line over it for numbers. Unit
/// weights predict hardly worse than fitted ones (Dawes 1979, "The robust beauty of improper linear models in decision making", American
/// Psychologist 34, 571–582).
/// </summary>
/// <remarks>
/// Pairs are tried in the columns' own units and as standard scores, among the 16 numbers that tell most by themselves. Longer means, of up
/// to five standard scores, grow from the best pair by the feature that adds most, with either sign.
/// </remarks>
internal sealed class CombinationSubmodel : SubmodelFamily
{
    private const int MostFeatures = 16;
    private const int MostParts = 5;

    internal override string Name => "Combination";

    internal override string Description =>
        "A threshold on (or a line over) the mean or difference of features, all with one weight (Dawes 1979).";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context)
    {
        int[] inputs =
        [
            .. Enumerable
                .Range(0, context.Width)
                .Where(input => IsNumber(context.Column(input)))
                .Select(input => (Input: input, Quality: Quality(context.Single(input), context)))
                .Where(found => found.Quality > 0)
                .OrderByDescending(found => found.Quality)
                .Take(MostFeatures)
                .Select(found => found.Input),
        ];
        if (inputs.Length < 2)
            yield break;
        Dictionary<int, (double Mean, double Deviation)> scores = inputs.ToDictionary(input => input, input => Moments(context, input));
        RulePart Standard(int input, bool negative) => new(input, negative, scores[input].Mean, scores[input].Deviation);
        yield return Made(Best(Pairs(inputs, context.OwnUnits, standardized: false), context), context);
        RuleTerm best = Best(Pairs(inputs, Standard, standardized: true), context);
        yield return Made(best, context);
        while (best.Parts.Count < MostParts && best.Parts.Count < inputs.Length)
        {
            RuleTerm[] longer =
            [
                .. inputs
                    .Where(input => best.Parts.All(part => part.Input != input))
                    .SelectMany(input =>
                        new[] { false, true }.Select(negative => new RuleTerm(
                            [.. best.Parts, Standard(input, negative)],
                            standardized: true
                        ))
                    ),
            ];
            best = Best(longer, context);
            yield return Made(best, context);
        }
    }

    private static IEnumerable<RuleTerm> Pairs(int[] inputs, Func<int, bool, RulePart> part, bool standardized) =>
        from a in Enumerable.Range(0, inputs.Length)
        from b in Enumerable.Range(0, a)
        from negative in new[] { false, true }
        select new RuleTerm([part(inputs[b], false), part(inputs[a], negative)], standardized);

    private static RuleTerm Best(IEnumerable<RuleTerm> terms, SubmodelContext context) =>
        terms.MaxBy(term =>
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            return Quality(term, context);
        })!;

    private static double Quality(RuleTerm term, SubmodelContext context)
    {
        double[] values = context.Values(term);
        return context.IsClasses ? BestThreshold.Of(values, context)?.Quality ?? 0 : StraightLine.Of(values, context).Quality;
    }

    private static Submodel Made(RuleTerm term, SubmodelContext context)
    {
        double[] values = context.Values(term);
        if (context.IsClasses)
            return Submodel.Of(BestThreshold.Of(values, context)!.Value.Model(term, values, context));
        StraightLine line = StraightLine.Of(values, context);
        var rule = new Rule
        {
            Conditions = [],
            Values = [(float)line.Offset],
            Rows = context.Rows,
            Term = term,
            Slope = line.Slope,
        };
        return Submodel.Of(context.RulesOf([rule])) with { Complexity = term.Parts.Count, Unit = "features" };
    }

    private static bool IsNumber(DatasetColumn? column) =>
        column is null or { Encoding: ColumnEncoding.None, Kind: ColumnKind.Number or ColumnKind.DateTime };

    private static (double Mean, double Deviation) Moments(SubmodelContext context, int input)
    {
        double[] values =
        [
            .. Enumerable.Range(0, context.Rows).Select(row => (double)context.Row(row)[input]).Where(value => !double.IsNaN(value)),
        ];
        double mean = values.Average(),
            deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}

/// <summary>The line of least squares from a term to what the model says.</summary>
/// <param name="Offset">Its value at 0.</param>
/// <param name="Slope">Per unit of the term.</param>
/// <param name="Quality">R² against the model's numbers.</param>
internal readonly record struct StraightLine(double Offset, double Slope, double Quality)
{
    internal static StraightLine Of(double[] values, SubmodelContext context)
    {
        int[] rows = [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]))];
        if (rows.Length == 0)
            return default;
        double x = rows.Average(row => values[row]),
            y = rows.Average(row => (double)context.Outputs[row]),
            xx = 0,
            xy = 0,
            yy = 0;
        foreach (int row in rows)
        {
            double dx = values[row] - x,
                dy = context.Outputs[row] - y;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
        double slope = xx > 0 ? xy / xx : 0;
        return new StraightLine(y - slope * x, slope, yy > 0 ? slope * xy / yy : 0);
    }
}
