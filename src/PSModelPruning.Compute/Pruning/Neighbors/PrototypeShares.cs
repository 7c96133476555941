namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// How a number of prototypes is shared by groups of rows: in proportion to their rows, at least one each and at most one a row.
/// </summary>
internal static class PrototypeShares
{
    /// <summary>The prototypes of each group; they sum to <paramref name="total"/>.</summary>
    /// <param name="rows">The rows of each group, each at least 1.</param>
    /// <param name="total">Prototypes; from the number of groups to the number of rows.</param>
    /// <remarks>By the greatest remainder, after every group has one; of equal remainders the first group's.</remarks>
    internal static int[] Of(IReadOnlyList<int> rows, int total)
    {
        long all = rows.Sum(count => (long)count);
        double[] exact = [.. rows.Select(count => (double)count * total / all)];
        int[] shares = [.. exact.Select((share, i) => Math.Clamp((int)share, 1, rows[i]))];
        for (int sum = shares.Sum(); sum != total; sum += Math.Sign(total - sum))
        {
            int step = Math.Sign(total - sum);
            int group = Enumerable
                .Range(0, rows.Count)
                .Where(i => step > 0 ? shares[i] < rows[i] : shares[i] > 1)
                .OrderByDescending(i => step * (exact[i] - shares[i]))
                .ThenBy(i => i)
                .First();
            shares[group] += step;
        }
        return shares;
    }
}
