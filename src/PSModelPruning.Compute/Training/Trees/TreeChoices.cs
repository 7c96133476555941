using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// What a caller chose about growing trees, forests and boosted trees. A choice that is null takes the default of the kind.
/// </summary>
internal sealed record TreeChoices
{
    /// <inheritdoc cref="TreeOptions.Criterion"/>
    public string? Criterion { get; init; }

    /// <inheritdoc cref="TreeOptions.MaxDepth"/>
    public int? MaxDepth { get; init; }

    /// <inheritdoc cref="TreeOptions.MinLeafSamples"/>
    public int? MinLeafSamples { get; init; }

    /// <inheritdoc cref="TreeOptions.MinSplitSamples"/>
    public int? MinSplitSamples { get; init; }

    /// <inheritdoc cref="TreeOptions.MinImpurityDecrease"/>
    public double? MinImpurityDecrease { get; init; }

    /// <inheritdoc cref="TreeOptions.MaxLeaves"/>
    public int? MaxLeaves { get; init; }

    /// <inheritdoc cref="TreeOptions.MaxBins"/>
    public int? MaxBins { get; init; }

    /// <inheritdoc cref="TreeOptions.MaxFeatures"/>
    public string? MaxFeatures { get; init; }

    /// <summary>The trees of a forest, or the most rounds of boosting.</summary>
    public int? TreeCount { get; init; }

    /// <inheritdoc cref="ForestOptions.Bootstrap"/>
    public bool Bootstrap { get; init; } = true;

    /// <summary>The rows that each tree draws, as a fraction of the training rows, above 0 to 1.</summary>
    public double? SampleFraction { get; init; }

    /// <inheritdoc cref="ForestOptions.RandomThresholds"/>
    public bool RandomThresholds { get; init; }

    /// <summary>The options of one tree.</summary>
    /// <param name="defaults">What is not chosen; it also holds the class weights, the seed and the threads.</param>
    /// <exception cref="ComputeException"><c>TreeOptionOutOfRange</c>: one bin, which leaves nothing to split between.</exception>
    internal TreeOptions Tree(TreeOptions defaults) =>
        defaults with
        {
            Criterion = Criterion ?? defaults.Criterion,
            MaxDepth = MaxDepth ?? defaults.MaxDepth,
            MinLeafSamples = MinLeafSamples ?? defaults.MinLeafSamples,
            MinSplitSamples = MinSplitSamples ?? defaults.MinSplitSamples,
            MinImpurityDecrease = MinImpurityDecrease ?? defaults.MinImpurityDecrease,
            MaxLeaves = MaxLeaves ?? defaults.MaxLeaves,
            MaxBins =
                MaxBins == 1
                    ? throw TrainingErrors.OptionOutOfRange(nameof(MaxBins), 1, "0 for every midpoint, or from 2 to 256")
                    : MaxBins ?? defaults.MaxBins,
            MaxFeatures = MaxFeatures ?? defaults.MaxFeatures,
        };

    /// <summary>The options of a forest.</summary>
    /// <param name="run">The class weights, the seed and the threads.</param>
    internal ForestOptions Forest(TreeOptions run)
    {
        var defaults = new ForestOptions();
        return defaults with
        {
            Tree = Tree(Of(defaults.Tree, run)),
            TreeCount = TreeCount ?? defaults.TreeCount,
            Bootstrap = Bootstrap,
            SampleFraction = SampleFraction ?? defaults.SampleFraction,
            RandomThresholds = RandomThresholds,
        };
    }

    /// <summary>The options of boosted trees.</summary>
    /// <param name="dataset">The data, which decides whether growing can stop early.</param>
    /// <param name="fitting">The learning rate, patience, loss and penalty.</param>
    /// <param name="run">The class weights, the seed and the threads.</param>
    internal BoostingOptions Boosting(Dataset dataset, TrainingChoices fitting, TreeOptions run)
    {
        var defaults = new BoostingOptions();
        return defaults with
        {
            Tree = Tree(Of(defaults.Tree, run)),
            TreeCount = TreeCount ?? defaults.TreeCount,
            LearningRate = fitting.LearningRate ?? defaults.LearningRate,
            SampleFraction = SampleFraction ?? defaults.SampleFraction,
            Patience = fitting.Patience ?? BoostingOptions.DefaultPatience(dataset),
            L2 = fitting.WeightDecay ?? defaults.L2,
            Loss = fitting.Loss ?? defaults.Loss,
        };
    }

    private static TreeOptions Of(TreeOptions defaults, TreeOptions run) =>
        defaults with
        {
            ClassWeights = run.ClassWeights,
            Seed = run.Seed,
            Threads = run.Threads,
        };
}
