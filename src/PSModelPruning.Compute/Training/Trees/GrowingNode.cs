namespace PSModelPruning.Compute.Training.Trees;

/// <summary>A node that may be split.</summary>
internal struct GrowingNode
{
    /// <summary>Its index in the table of the worker that grows it.</summary>
    internal int Node;

    /// <summary>Where its rows begin.</summary>
    internal int First;

    /// <summary>Its rows.</summary>
    internal int Count;

    /// <summary>Splits on the way from the root.</summary>
    internal int Depth;

    /// <summary>What its random numbers come from.</summary>
    internal ulong Seed;

    /// <summary>The sums of its rows by bin and input, or null; see <see cref="Searches.HistogramSearch{TCriterion}"/>.</summary>
    internal double[]? Histogram;

    /// <summary>Whether <see cref="Histogram"/> is filled.</summary>
    internal bool IsHistogramFilled;

    /// <summary>Whether each input's rows are sorted within the node; see <see cref="Searches.PresortedSearch{TCriterion}"/>.</summary>
    internal bool IsSorted;

    internal NodeSplit Split;

    /// <summary>The fall of impurity that the split brings, weighted by the node's part of all weight.</summary>
    internal double Decrease;
}
