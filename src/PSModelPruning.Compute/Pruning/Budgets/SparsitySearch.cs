namespace PSModelPruning.Compute.Pruning.Budgets;

/// <summary>Searches sparsities for the one that just meets a budget, with few trials.</summary>
internal static class SparsitySearch
{
    /// <summary>
    /// The least sparsity that fits, by bisection: for budgets that more pruning meets (size, computation). Trials are cheap; about
    /// log2((most − least) / tolerance) are made.
    /// </summary>
    /// <param name="least">The sparsity that is there already.</param>
    /// <param name="most">The greatest possible sparsity.</param>
    /// <param name="tolerance">How near to the least sparsity the result is.</param>
    /// <param name="fits">Tries a sparsity. True for all above the result if it is true for the result.</param>
    /// <returns>A sparsity that was tried and fits, or null where even <paramref name="most"/> does not fit.</returns>
    internal static double? Least(double least, double most, double tolerance, Func<double, bool> fits)
    {
        if (fits(least))
            return least;
        if (!fits(most))
            return null;
        double low = least,
            high = most;
        while (high - low > tolerance)
        {
            double middle = (low + high) / 2;
            if (fits(middle))
                high = middle;
            else
                low = middle;
        }
        return high;
    }

    /// <summary>
    /// The greatest sparsity that fits, by bisection of the density (what is left) in its logarithm: for budgets that less pruning meets
    /// (accuracy). Trials are dear (each may fine-tune), so their number is fixed.
    /// </summary>
    /// <param name="least">The sparsity that is there already.</param>
    /// <param name="most">The greatest possible sparsity.</param>
    /// <param name="trials">The greatest number of trials.</param>
    /// <param name="fits">Tries a sparsity, with the number of the trial, from 1.</param>
    /// <returns>The greatest sparsity that was tried and fits, or null where none did.</returns>
    /// <remarks>
    /// The interval of densities shrinks to its 2^trials-th part, in its logarithm: seven trials between 100 % and 1 % end within 4 % of
    /// the density.
    /// A last step below 1 % of the density is not tried.
    /// </remarks>
    internal static double? Most(double least, double most, int trials, Func<double, int, bool> fits)
    {
        const double smallestDensity = 0.005,
            smallestStep = 1.01;
        double high = 1 - least,
            low = Math.Max(1 - most, Math.Min(smallestDensity, high));
        double? best = null;
        for (int trial = 1; trial <= trials && high / low > smallestStep; trial++)
        {
            double density = Math.Sqrt(low * high);
            if (fits(1 - density, trial))
            {
                high = density;
                best = 1 - density;
            }
            else
            {
                low = density;
            }
        }
        return best;
    }
}
