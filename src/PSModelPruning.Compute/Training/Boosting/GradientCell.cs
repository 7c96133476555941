namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>The sums of the derivatives of some rows: what decides the value of a leaf, and what a split is worth.</summary>
internal struct GradientCell
{
    /// <summary>The sum of the first derivatives of the loss.</summary>
    internal double Gradient;

    /// <summary>The sum of the second derivatives.</summary>
    internal double Curvature;

    /// <summary>How many rows.</summary>
    internal double Count;

    internal void Add(in GradientCell other)
    {
        Gradient += other.Gradient;
        Curvature += other.Curvature;
        Count += other.Count;
    }

    internal readonly GradientCell Less(in GradientCell other) =>
        new()
        {
            Gradient = Gradient - other.Gradient,
            Curvature = Curvature - other.Curvature,
            Count = Count - other.Count,
        };

    /// <summary>
    /// By how much the best single value for these rows lowers the penalized loss, to second order: ½ G² / (H + λ) (Chen and Guestrin 2016,
    /// equation 6).
    /// </summary>
    internal readonly double Fall(double l2)
    {
        double curvature = Curvature + l2;
        return curvature > 0 ? Gradient * Gradient / (2 * curvature) : 0;
    }

    /// <summary>That value: −G / (H + λ) (equation 5).</summary>
    internal readonly double Value(double l2)
    {
        double curvature = Curvature + l2;
        return curvature > 0 ? -Gradient / curvature : 0;
    }
}
