using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>A split of a node by bins.</summary>
internal struct GradientSplit
{
    // Less is noise of the summation, and a leaf of rows whose curvature is nearly 0 would have a wild value.
    private const double LeastCurvature = 1e-3;

    /// <summary>The input; -1 where no split was found.</summary>
    internal int Feature;

    /// <summary>The last bin that goes left.</summary>
    internal int Bin;

    internal bool MissingLeft;

    /// <summary>By how much the penalized loss falls.</summary>
    internal double Gain;

    /// <summary>The sums of the rows that go left.</summary>
    internal GradientCell Left;

    internal static GradientSplit None => new() { Feature = -1 };

    /// <summary>Improves a split by looking at one input: every bin, and where values are missing these on either side.</summary>
    /// <param name="best">The best split so far.</param>
    /// <param name="bins">The inputs.</param>
    /// <param name="feature">The input.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="node">The sums of all rows of the node.</param>
    /// <param name="options">What each side must have.</param>
    internal static void Look(
        ref GradientSplit best,
        BinnedColumns bins,
        int feature,
        ReadOnlySpan<GradientCell> cells,
        in GradientCell node,
        BoostingOptions options
    )
    {
        int valueBins = bins.ValueBins(feature);
        bool someMissing = bins.MissingBin(feature) >= 0 && cells[valueBins].Count > 0;
        Scan(ref best, feature, cells[..valueBins], default, false, node, options, someMissing ? valueBins : valueBins - 1);
        if (someMissing)
            Scan(ref best, feature, cells[..valueBins], cells[valueBins], true, node, options, valueBins - 1);
        else if (best.Feature == feature)
            best.MissingLeft = best.Left.Count * 2 >= node.Count;
    }

    private static void Scan(
        ref GradientSplit best,
        int feature,
        ReadOnlySpan<GradientCell> cells,
        GradientCell left,
        bool missingLeft,
        in GradientCell node,
        BoostingOptions options,
        int end
    )
    {
        double whole = node.Fall(options.L2);
        for (int bin = 0; bin < end; bin++)
        {
            if (cells[bin].Count == 0)
                continue;
            left.Add(cells[bin]);
            if (left.Count < options.Tree.MinLeafSamples || left.Curvature < LeastCurvature)
                continue;
            GradientCell right = node.Less(left);
            if (right.Count < Math.Max(1, options.Tree.MinLeafSamples) || right.Curvature < LeastCurvature)
                return;
            double gain = left.Fall(options.L2) + right.Fall(options.L2) - whole;
            if (gain > best.Gain)
                best = new GradientSplit
                {
                    Feature = feature,
                    Bin = bin,
                    MissingLeft = missingLeft,
                    Gain = gain,
                    Left = left,
                };
        }
    }
}
