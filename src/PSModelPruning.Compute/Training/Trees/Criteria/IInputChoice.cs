namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>How a node's input is chosen among those whose best thresholds are known.</summary>
internal interface IInputChoice
{
    /// <summary>Whether the gain is divided by the information of the split.</summary>
    static abstract bool IsRatio { get; }
}

/// <summary>The input of the greatest gain.</summary>
internal readonly struct GreatestGain : IInputChoice
{
    public static bool IsRatio => false;
}

/// <summary>
/// Gain ratio as in C4.5 (Quinlan 1993): each input's threshold is the one of greatest information gain; the input is the one of the
/// greatest gain over split information, among those whose gain is at least the average of the inputs that have any. Without gain there is
/// no split.
/// </summary>
internal readonly struct GreatestGainRatio : IInputChoice
{
    public static bool IsRatio => true;

    /// <summary>The entropy of the sizes of the two sides, in bits: the split information of C4.5.</summary>
    internal static double SplitInformation(double left, double weight)
    {
        double p = left / weight;
        return -p * Math.Log2(p) - (1 - p) * Math.Log2(1 - p);
    }
}
