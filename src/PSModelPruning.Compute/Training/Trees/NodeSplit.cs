namespace PSModelPruning.Compute.Training.Trees;

/// <summary>A split of a node.</summary>
internal struct NodeSplit
{
    /// <summary>The input; -1 where no split was found.</summary>
    internal int Feature;

    /// <summary>Rows with at most this go left.</summary>
    internal float Threshold;

    /// <summary>Whether rows that lack the input go left.</summary>
    internal bool MissingLeft;

    /// <summary>See <see cref="Criteria.ISplitCriterion{TSelf}.Score"/>.</summary>
    internal double Score;

    /// <summary>The sum of the weights of the rows that go left.</summary>
    internal double LeftWeight;

    internal static NodeSplit None => new() { Feature = -1, Score = double.NegativeInfinity };
}
