namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>What the nodes of trees may give.</summary>
/// <param name="Least">The least number.</param>
/// <param name="Greatest">The greatest number.</param>
/// <param name="IsOfProbabilities">Whether the numbers of a node sum to 1.</param>
internal readonly record struct LeafRange(float Least, float Greatest, bool IsOfProbabilities)
{
    /// <summary>Refined leaves of a forest leave 0 to 1, but only as far as the other trees make up for it.</summary>
    private const float MostRefined = 100;

    /// <summary>Any number.</summary>
    internal static LeafRange Any { get; } = new(float.MinValue, float.MaxValue, false);

    /// <summary>The nodes of a single tree.</summary>
    internal static LeafRange OfTree(LearningTask task) => task == LearningTask.Classification ? new(0, 1, true) : Any;

    /// <summary>The nodes of a forest, whose leaves may have been refined.</summary>
    internal static LeafRange OfForest(LearningTask task) =>
        task == LearningTask.Classification ? new(-MostRefined, MostRefined, true) : Any;
}
