using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>How a tree, or each tree of many, was grown. See <see cref="TreeOptions"/>.</summary>
internal sealed record TreeOptionsDocument
{
    public string Criterion { get; init; } = "";

    public int MaxDepth { get; init; }

    public int MinLeafSamples { get; init; } = 1;

    public int MinSplitSamples { get; init; } = 2;

    public double MinImpurityDecrease { get; init; }

    public int MaxLeaves { get; init; }

    public int MaxBins { get; init; }

    public string MaxFeatures { get; init; } = "";

    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    public int Seed { get; init; }

    public int Threads { get; init; }

    internal static TreeOptionsDocument Of(TreeOptions options) =>
        new()
        {
            Criterion = options.Criterion,
            MaxDepth = options.MaxDepth,
            MinLeafSamples = options.MinLeafSamples,
            MinSplitSamples = options.MinSplitSamples,
            MinImpurityDecrease = options.MinImpurityDecrease,
            MaxLeaves = options.MaxLeaves,
            MaxBins = options.MaxBins,
            MaxFeatures = options.MaxFeatures,
            ClassWeights = options.ClassWeights,
            Seed = options.Seed,
            Threads = options.Threads,
        };

    /// <summary>The options, after checking that a tree can be grown with them.</summary>
    /// <param name="document">What the file says.</param>
    /// <param name="description">The model's task and classes.</param>
    /// <param name="binsByRows">What <see cref="TreeOptions.MaxBins"/> may be beside a number of bins; null for nothing else.</param>
    /// <exception cref="ContentException">A member is null.</exception>
    /// <exception cref="ComputeException">A member is out of range.</exception>
    internal static TreeOptions Read(TreeOptionsDocument? document, ModelDescription description, int? binsByRows = null)
    {
        if (document?.Criterion is null || document.MaxFeatures is null || document.ClassWeights is null)
            throw new ContentException("its options of trees have empty members.");
        var options = new TreeOptions
        {
            Criterion = document.Criterion,
            MaxDepth = document.MaxDepth,
            MinLeafSamples = document.MinLeafSamples,
            MinSplitSamples = document.MinSplitSamples,
            MinImpurityDecrease = document.MinImpurityDecrease,
            MaxLeaves = document.MaxLeaves,
            MaxBins = document.MaxBins,
            MaxFeatures = document.MaxFeatures,
            ClassWeights = [.. document.ClassWeights],
            Seed = document.Seed,
            Threads = document.Threads,
        };
        TreeOptionRules.Check(
            options.MaxBins == binsByRows ? options with { MaxBins = 0 } : options,
            description.Task,
            description.Classes.Count
        );
        return options;
    }
}
