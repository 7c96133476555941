namespace PSModelPruning.Compute.Models.Trees;

/// <summary>How a decision tree is grown. A model keeps it, so that it can be grown again on other rows.</summary>
internal sealed record TreeOptions
{
    /// <summary>Gini, Entropy, GainRatio, SquaredError or AbsoluteError; "" takes Gini for classes and SquaredError for numbers.</summary>
    public string Criterion { get; init; } = "";

    /// <summary>The most splits on the way to a leaf; 0 does not limit it.</summary>
    public int MaxDepth { get; init; }

    /// <summary>Training rows that a leaf holds at least.</summary>
    public int MinLeafSamples { get; init; } = 1;

    /// <summary>Training rows that a node needs to be split.</summary>
    public int MinSplitSamples { get; init; } = 2;

    /// <summary>The least fall of impurity, weighted by the node's part of all training weight, that a split must bring.</summary>
    public double MinImpurityDecrease { get; init; }

    /// <summary>The most leaves; the tree then grows the best split first. 0 does not limit them.</summary>
    public int MaxLeaves { get; init; }

    /// <summary>Bins that each input is sorted into before growing, 2 to 256; 0 looks at every midpoint.</summary>
    public int MaxBins { get; init; }

    /// <summary>
    /// Inputs that are looked at for each split: All, Sqrt, Log2, Third, a number ("8") or a fraction ("0.3"); "" takes the kind's own
    /// rule.
    /// </summary>
    public string MaxFeatures { get; init; } = "";

    /// <summary>A weight a class, in the order of the classes; empty for equal weights.</summary>
    public IReadOnlyList<double> ClassWeights { get; init; } = [];

    public int Seed { get; init; }

    /// <summary>Threads; 0 takes all processors.</summary>
    public int Threads { get; init; }
}
