namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>What all-relevant selection knows of a feature, in the order in which features go.</summary>
internal enum RelevanceVerdict
{
    /// <summary>Beat the best shadow less often than by chance.</summary>
    Rejected,

    /// <summary>Neither.</summary>
    Tentative,

    /// <summary>Beat the best shadow more often than by chance.</summary>
    Confirmed,
}

/// <summary>The tests of one feature.</summary>
/// <param name="feature">Its index.</param>
internal sealed class FeatureEvidence(int feature)
{
    private readonly List<double> _importances = [];

    internal int Feature { get; } = feature;

    internal RelevanceVerdict Verdict { get; set; } = RelevanceVerdict.Tentative;

    /// <summary>Forests that it was tested in.</summary>
    internal int Rounds { get; private set; }

    /// <summary>Those in which it was more important than the best shadow.</summary>
    internal int Hits { get; private set; }

    /// <summary>The median of its importances.</summary>
    internal double MedianImportance => Median(_importances);

    /// <summary>Notes the result of a forest; hits count as long as nothing is decided.</summary>
    internal void Add(double importance, double bestShadow)
    {
        _importances.Add(importance);
        if (Verdict != RelevanceVerdict.Tentative)
            return;
        Rounds++;
        if (importance > bestShadow)
            Hits++;
    }

    internal static double Median(List<double> values)
    {
        if (values.Count == 0)
            return 0;
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
