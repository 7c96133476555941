using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// The threshold of one term that tells most: the one with which most rows get the model's class (Holte 1993, "Very simple classification
/// rules perform well on most commonly used datasets", Machine Learning 11, 63–91, with one threshold), or with which the squared error is
/// least.
/// O(n log n).
/// </summary>
/// <param name="Threshold">Halfway between two neighbouring values.</param>
/// <param name="Quality">The fraction of rows that get the model's class, or R² against its numbers.</param>
internal readonly record struct BestThreshold(double Threshold, double Quality)
{
    /// <param name="values">The term's values, <c>[rows]</c>; NaN counts as neither above nor below.</param>
    /// <param name="context">What the model says of the rows.</param>
    /// <returns>Null where no two values differ.</returns>
    internal static BestThreshold? Of(double[] values, SubmodelContext context)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).Where(row => !double.IsNaN(values[row]))];
        double[] sorted = [.. order.Select(row => values[row])];
        Array.Sort(sorted, order);
        return context.IsClasses ? OfClasses(sorted, order, context) : OfNumbers(sorted, order, context);
    }

    /// <summary>The model of it: one rule and what holds otherwise.</summary>
    internal RuleModel Model(RuleTerm term, double[] values, SubmodelContext context)
    {
        double threshold = Threshold;
        int[] above = [.. Enumerable.Range(0, values.Length).Where(row => values[row] > threshold)];
        int[] others = [.. Enumerable.Range(0, values.Length).Where(row => !(values[row] > threshold))];
        RuleCondition condition =
            term.IsDifference && threshold < 0
                ? new RuleCondition(term.Swapped(), false, -threshold)
                : new RuleCondition(term, true, threshold);
        return context.RulesOf([context.Conclude([condition], above), context.Conclude([], others)]);
    }

    private static BestThreshold? OfClasses(double[] sorted, int[] order, SubmodelContext context)
    {
        int[] below = new int[context.Classes],
            above = new int[context.Classes];
        foreach (int row in order)
            above[context.Labels[row]]++;
        BestThreshold? best = null;
        for (int i = 0; i < order.Length - 1; i++)
        {
            int label = context.Labels[order[i]];
            below[label]++;
            above[label]--;
            if (!(sorted[i] < sorted[i + 1]))
                continue;
            double quality = (double)(below.Max() + above.Max()) / context.Rows;
            if (best is null || quality > best.Value.Quality)
                best = new BestThreshold(Middle(sorted[i], sorted[i + 1]), quality);
        }
        return best;
    }

    private static BestThreshold? OfNumbers(double[] sorted, int[] order, SubmodelContext context)
    {
        double total = order.Sum(row => (double)context.Outputs[row]),
            mean = total / order.Length;
        double spread = order.Sum(row => (context.Outputs[row] - mean) * (context.Outputs[row] - mean)),
            sum = 0;
        BestThreshold? best = null;
        for (int i = 0; i < order.Length - 1; i++)
        {
            sum += context.Outputs[order[i]] - mean;
            if (!(sorted[i] < sorted[i + 1]))
                continue;
            int count = i + 1;
            // Sums of the deviations below and above are opposite, so one tells both parts.
            double explained = sum * sum / count + sum * sum / (order.Length - count);
            double quality = spread > 0 ? explained / spread : 0;
            if (best is null || quality > best.Value.Quality)
                best = new BestThreshold(Middle(sorted[i], sorted[i + 1]), quality);
        }
        return best;
    }

    /// <summary>Halfway, and below the greater one also where no number lies between them.</summary>
    internal static double Middle(double low, double high)
    {
        double middle = low + (high - low) / 2;
        return middle < high ? middle : low;
    }
}
