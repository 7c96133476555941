using PSModelPruning.Compute.Pruning.Networks.Granularities;

namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// How many units of each layer are to be gone, so that exactly round(sparsity × original units) are gone in all: a layer keeps μ · density
/// · original units, as far as its bounds allow, with the one factor μ for which the sum is right (what a full layer cannot keep, the
/// others do: the ε of Evci et al. 2020). The fractions of units that are left over go to the layers with the greatest fractions.
/// </summary>
internal static class LayerAllotment
{
    /// <summary>Units that are to be gone of each layer, of the original ones; never fewer than are.</summary>
    /// <param name="ratios">The rule.</param>
    /// <param name="layers">The layers.</param>
    /// <param name="sparsity">The fraction of all original units.</param>
    internal static long[] CountGone(LayerRatios ratios, IReadOnlyList<RatioLayer> layers, double sparsity)
    {
        long[] fewest = [.. layers.Select(layer => layer.Original - MostOf(ratios, layer))],
            most = [.. layers.Select(layer => layer.Original - layer.Gone)];
        long original = layers.Sum(layer => layer.Original);
        long kept = Math.Clamp(original - Rounding.ToCount(sparsity, original), fewest.Sum(), most.Sum());
        double[] densities = ratios.Densities(layers, sparsity);
        double[] parts = Fill(
            factor => [.. layers.Select((layer, i) => Math.Clamp(factor * densities[i] * layer.Original, fewest[i], most[i]))],
            kept
        );
        long[] whole = Whole(parts, kept, fewest, most);
        return [.. layers.Select((layer, i) => layer.Original - whole[i])];
    }

    /// <summary>The most units of each layer that can be gone under the rule.</summary>
    internal static long MostOf(LayerRatios ratios, RatioLayer layer) => Math.Clamp(ratios.Most(layer), layer.Gone, layer.Most);

    private static double[] Fill(Func<double, double[]> keep, long total)
    {
        const double near = 1e-6;
        double[] parts = keep(1);
        if (Math.Abs(parts.Sum() - total) <= near)
            return parts;
        double low = 0,
            high = 1;
        while (high < 1e18 && keep(high).Sum() < total)
            high *= 2;
        for (int step = 0; step < 200 && high - low > 1e-15 * high; step++)
        {
            double middle = (low + high) / 2;
            if (keep(middle).Sum() < total)
                low = middle;
            else
                high = middle;
        }
        return keep(high);
    }

    /// <summary>Whole numbers near the parts, within the bounds, that add up to the total.</summary>
    private static long[] Whole(double[] parts, long total, long[] fewest, long[] most)
    {
        const double last = 1e-6;
        long[] whole = [.. parts.Select((part, i) => Math.Clamp((long)Math.Floor(part + last), fewest[i], most[i]))];
        int[] byFraction = [.. Enumerable.Range(0, parts.Length).OrderByDescending(i => parts[i] - whole[i])];
        for (long missing = total - whole.Sum(); missing != 0; )
        {
            long before = missing;
            foreach (int i in missing > 0 ? byFraction : Enumerable.Reverse(byFraction))
            {
                if (missing > 0 && whole[i] < most[i])
                    (whole[i], missing) = (whole[i] + 1, missing - 1);
                else if (missing < 0 && whole[i] > fewest[i])
                    (whole[i], missing) = (whole[i] - 1, missing + 1);
            }
            if (missing == before)
                break;
        }
        return whole;
    }
}
