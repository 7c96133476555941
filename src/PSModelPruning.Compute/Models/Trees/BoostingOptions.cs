namespace PSModelPruning.Compute.Models.Trees;

/// <summary>How gradient-boosted trees are grown. A model keeps it, so that it can be grown again on other rows.</summary>
internal sealed record BoostingOptions
{
    /// <summary>How each tree is grown; histogram mode always, the criterion is the loss's own.</summary>
    public TreeOptions Tree { get; init; } =
        new()
        {
            MaxLeaves = 31,
            MinLeafSamples = 20,
            MaxBins = 255,
        };

    /// <summary>Rounds at most; a round adds a tree, or one a class where there are more than two.</summary>
    public int TreeCount { get; init; } = 200;

    /// <summary>What each tree's values are multiplied with (shrinkage), above 0 to 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The penalty on squared leaf values, at least 0: a leaf gives −Σ gradients / (Σ curvatures + this).</summary>
    public double L2 { get; init; } = 1;

    /// <summary>
    /// The loss that was asked for; "" takes that of the task, and there is no other: logistic or softmax for classes, squared for numbers.
    /// </summary>
    public string Loss { get; init; } = "";

    /// <summary>Rows that each round draws without replacement, as a fraction of the training rows, above 0 to 1.</summary>
    public double SampleFraction { get; init; } = 1;

    /// <summary>Rounds without a lower validation loss after which growing stops; 0 never stops early.</summary>
    public int Patience { get; init; }

    /// <summary>
    /// The patience where none was asked for: 20 rounds where there are validation rows, which a learning rate of 0.1 needs to be sure.
    /// </summary>
    internal static int DefaultPatience(Dataset dataset) => dataset.ValidationRows > 0 ? 20 : 0;
}
