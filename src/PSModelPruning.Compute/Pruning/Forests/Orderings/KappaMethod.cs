using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Orderings;

/// <summary>
/// Kappa pruning (Margineantu and Dietterich 1997): pairs of members are taken from the one that agrees least to the one that agrees most,
/// and both members of a pair join. Agreement is Cohen's κ = (Θ₁ − Θ₂) / (1 − Θ₂): Θ₁ is the fraction of rows on which the two vote alike,
/// Θ₂ the fraction that would be expected of independent members with the same frequencies of classes. 1 is the same vote always, 0 is
/// agreement by chance.
/// </summary>
/// <remarks>Diversity alone chooses; a member's accuracy only orders the two of a pair. Time and memory O(members² · rows).</remarks>
internal sealed class KappaMethod : SelectionMethod
{
    internal override string Name => "Kappa";

    internal override string Description =>
        "Forests, ensembles: keeps the pairs of members that agree least, by Cohen's kappa (Margineantu and Dietterich 1997).";

    internal override Selection Select(MemberOutputs outputs, IWorkMonitor monitor)
    {
        int[] ranked = outputs.ByOwnLoss();
        var pairs = new List<(double Kappa, int First, int Second)>();
        for (int i = 0; i < ranked.Length; i++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            for (int j = i + 1; j < ranked.Length; j++)
                pairs.Add((Of(outputs.Votes(ranked[i]), outputs.Votes(ranked[j]), outputs.Outputs), i, j));
        }
        var order = new List<int>();
        var seen = new bool[ranked.Length];
        foreach ((_, int first, int second) in pairs.OrderBy(pair => pair.Kappa).ThenBy(pair => pair.First).ThenBy(pair => pair.Second))
        {
            foreach (int place in (int[])[first, second])
            {
                if (!seen[place])
                    order.Add(ranked[place]);
                seen[place] = true;
            }
        }
        return new Ordering(order.Count > 0 ? [.. order] : ranked);
    }

    /// <summary>Cohen's κ of two members' votes.</summary>
    /// <param name="first">Class indices, <c>[rows]</c>.</param>
    /// <param name="second">Class indices, <c>[rows]</c>.</param>
    /// <param name="classes">Classes.</param>
    internal static double Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second, int classes)
    {
        Span<double> a = new double[classes],
            b = new double[classes];
        double agreed = 0,
            expected = 0,
            rows = first.Length;
        for (int row = 0; row < first.Length; row++)
        {
            agreed += first[row] == second[row] ? 1 : 0;
            a[first[row]]++;
            b[second[row]]++;
        }
        for (int k = 0; k < classes; k++)
            expected += a[k] / rows * (b[k] / rows);
        return expected < 1 ? (agreed / rows - expected) / (1 - expected) : 1;
    }
}
