namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Chooses a point by its score and the standard error of that; see <see cref="SelectionRuleCatalog"/>.</summary>
internal static class SelectionRule
{
    /// <summary>The index of the point with the greatest score; of several equal ones the simplest, which is the last.</summary>
    /// <param name="scores">Along the path, from the whole model to the simplest; NaN does not count.</param>
    /// <returns>Null where no score is a number.</returns>
    internal static int? Minimum(IReadOnlyList<double> scores)
    {
        int? best = null;
        for (int i = 0; i < scores.Count; i++)
        {
            if (!double.IsNaN(scores[i]) && (best is not { } b || scores[i] >= scores[b]))
                best = i;
        }
        return best;
    }

    /// <summary>
    /// The index of the simplest point whose score is at most one standard error below the greatest (Breiman et al. 1984, section 3.4.3).
    /// Never before that of <see cref="Minimum"/>.
    /// </summary>
    internal static int? OneStandardError(IReadOnlyList<double> scores, IReadOnlyList<double> standardErrors)
    {
        if (Minimum(scores) is not { } best)
            return null;
        double least = scores[best] - (double.IsNaN(standardErrors[best]) ? 0 : standardErrors[best]);
        int simplest = best;
        for (int i = best + 1; i < scores.Count; i++)
        {
            if (scores[i] >= least)
                simplest = i;
        }
        return simplest;
    }

    /// <summary>The point that a rule chooses.</summary>
    internal static int? Choose(string rule, PathFigures figures) =>
        rule.Equals(SelectionRuleCatalog.Minimum, StringComparison.OrdinalIgnoreCase)
            ? Minimum(figures.Scores)
            : OneStandardError(figures.Scores, figures.StandardErrors);
}
