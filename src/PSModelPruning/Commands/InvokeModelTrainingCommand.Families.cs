using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Commands;

/// <content>What decides how trees, forests, boosted trees and nearest neighbours are trained.</content>
public sealed partial class InvokeModelTrainingCommand
{
    private TreeChoices _trees = new();
    private NeighborOptions _neighbors = new();

    /// <summary>What a split of a tree makes smaller.</summary>
    [Parameter]
    [ShownIn(TreesSet)]
    [CatalogValue<SplitCriterionCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<SplitCriterionCatalog>))]
    public string? Criterion
    {
        get => _trees.Criterion;
        set => _trees = _trees with { Criterion = value };
    }

    /// <summary>The most splits on the way to a leaf.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MaxDepth
    {
        get => _trees.MaxDepth ?? 0;
        set => _trees = _trees with { MaxDepth = value };
    }

    /// <summary>Training rows that a leaf holds at least.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(1, int.MaxValue)]
    public int MinLeafSamples
    {
        get => _trees.MinLeafSamples ?? 0;
        set => _trees = _trees with { MinLeafSamples = value };
    }

    /// <summary>Training rows that a node needs to be split.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(2, int.MaxValue)]
    public int MinSplitSamples
    {
        get => _trees.MinSplitSamples ?? 0;
        set => _trees = _trees with { MinSplitSamples = value };
    }

    /// <summary>The least weighted fall of impurity that a split must bring.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinImpurityDecrease
    {
        get => _trees.MinImpurityDecrease ?? 0;
        set => _trees = _trees with { MinImpurityDecrease = value };
    }

    /// <summary>The most leaves; the tree then grows the best split first.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(2, int.MaxValue)]
    public int MaxLeaves
    {
        get => _trees.MaxLeaves ?? 0;
        set => _trees = _trees with { MaxLeaves = value };
    }

    /// <summary>Bins that each input is sorted into before growing, 2 to 256; 0 looks at every midpoint.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(0, 256)]
    public int MaxBins
    {
        get => _trees.MaxBins ?? 0;
        set => _trees = _trees with { MaxBins = value };
    }

    /// <summary>Inputs that are looked at for each split: All, Sqrt, Log2, Third, a number or a fraction.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<MaxFeaturesCatalog>))]
    public string? MaxFeatures
    {
        get => _trees.MaxFeatures;
        set => _trees = _trees with { MaxFeatures = value };
    }

    /// <summary>Trees of a forest, or rounds of boosting.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(1, 1_000_000)]
    public int TreeCount
    {
        get => _trees.TreeCount ?? 0;
        set => _trees = _trees with { TreeCount = value };
    }

    /// <summary>Each tree of a forest sees all rows (or -SampleFraction of them) instead of rows drawn with replacement.</summary>
    [Parameter]
    [ShownIn(TreesSet)]
    public SwitchParameter NoBootstrap
    {
        get => !_trees.Bootstrap;
        set => _trees = _trees with { Bootstrap = !value };
    }

    /// <summary>Rows that each tree draws, as a fraction of the training rows.</summary>
    [Parameter]
    [ShownIn(TreesSet, BoostedSet)]
    [ValidateRange(1e-6, 1.0)]
    public double SampleFraction
    {
        get => _trees.SampleFraction ?? 0;
        set => _trees = _trees with { SampleFraction = value };
    }

    /// <summary>Trees split at random thresholds (extremely randomized trees).</summary>
    [Parameter]
    [ShownIn(TreesSet)]
    public SwitchParameter RandomThresholds
    {
        get => _trees.RandomThresholds;
        set => _trees = _trees with { RandomThresholds = value };
    }

    /// <summary>Neighbours that vote.</summary>
    [Parameter]
    [ShownIn(NeighborsSet)]
    [ValidateRange(1, int.MaxValue)]
    public int Neighbors
    {
        get => _neighbors.Neighbors;
        set => _neighbors = _neighbors with { Neighbors = value };
    }

    /// <summary>Whether near neighbours have more votes.</summary>
    [Parameter]
    [ShownIn(NeighborsSet)]
    [CatalogValue<NeighborWeightingCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<NeighborWeightingCatalog>))]
    public string Weighting
    {
        get => _neighbors.Weighting;
        set => _neighbors = _neighbors with { Weighting = value };
    }

    /// <summary>What near means.</summary>
    [Parameter]
    [ShownIn(NeighborsSet)]
    [CatalogValue<DistanceCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<DistanceCatalog>))]
    public string Distance
    {
        get => _neighbors.Distance;
        set => _neighbors = _neighbors with { Distance = value };
    }

    /// <summary>The options of every family but networks; the kind takes its own.</summary>
    /// <param name="data">What is learned from.</param>
    /// <param name="run">What the parameters that all trees share say.</param>
    private object[] MakeFamilyOptions(Dataset data, TreeOptions run) =>
        [_trees.Tree(run), _trees.Forest(run), _trees.Boosting(data, _fitting, run), _neighbors with { Threads = Threads }];
}
