using System.Management.Automation;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Commands;

/// <content>What decides how trees, forests, boosted trees and nearest neighbours are trained.</content>
public sealed partial class InvokeModelTrainingCommand
{
    /// <summary>What a split of a tree makes smaller.</summary>
    [Parameter]
    [CatalogValue<SplitCriterionCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<SplitCriterionCatalog>))]
    public string? Criterion { get; set; }

    /// <summary>The most splits on the way to a leaf.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxDepth { get; set; }

    /// <summary>Training rows that a leaf holds at least.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinLeafSamples { get; set; }

    /// <summary>Training rows that a node needs to be split.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int MinSplitSamples { get; set; }

    /// <summary>The least weighted fall of impurity that a split must bring.</summary>
    [Parameter]
    [ValidateRange(0.0, double.MaxValue)]
    public double MinImpurityDecrease { get; set; }

    /// <summary>The most leaves; the tree then grows the best split first.</summary>
    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int MaxLeaves { get; set; }

    /// <summary>Bins that each input is sorted into before growing, 2 to 256; 0 looks at every midpoint.</summary>
    [Parameter]
    [ValidateRange(0, 256)]
    public int MaxBins { get; set; }

    /// <summary>Inputs that are looked at for each split: All, Sqrt, Log2, Third, a number or a fraction.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CatalogCompleter<MaxFeaturesCatalog>))]
    public string? MaxFeatures { get; set; }

    /// <summary>Trees of a forest, or rounds of boosting.</summary>
    [Parameter]
    [ValidateRange(1, 1_000_000)]
    public int TreeCount { get; set; }

    /// <summary>Each tree of a forest sees all rows (or -SampleFraction of them) instead of rows drawn with replacement.</summary>
    [Parameter]
    public SwitchParameter NoBootstrap { get; set; }

    /// <summary>Rows that each tree draws, as a fraction of the training rows.</summary>
    [Parameter]
    [ValidateRange(1e-6, 1.0)]
    public double SampleFraction { get; set; }

    /// <summary>Trees split at random thresholds (extremely randomized trees).</summary>
    [Parameter]
    public SwitchParameter RandomThresholds { get; set; }

    /// <summary>Neighbours that vote.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Neighbors { get; set; }

    /// <summary>Whether near neighbours have more votes.</summary>
    [Parameter]
    [CatalogValue<NeighborWeightingCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<NeighborWeightingCatalog>))]
    public string? Weighting { get; set; }

    /// <summary>What near means.</summary>
    [Parameter]
    [CatalogValue<DistanceCatalog>]
    [ArgumentCompleter(typeof(CatalogCompleter<DistanceCatalog>))]
    public string? Distance { get; set; }

    /// <summary>One bin would leave nothing to split between.</summary>
    private int Bins =>
        MaxBins == 1 ? throw TrainingErrors.OptionOutOfRange(nameof(MaxBins), MaxBins, "0 for every midpoint, or from 2 to 256") : MaxBins;

    private TreeOptions MakeTreeOptions(TreeOptions defaults) =>
        defaults with
        {
            Criterion = Criterion ?? defaults.Criterion,
            MaxDepth = Given(nameof(MaxDepth)) ? MaxDepth : defaults.MaxDepth,
            MinLeafSamples = Given(nameof(MinLeafSamples)) ? MinLeafSamples : defaults.MinLeafSamples,
            MinSplitSamples = Given(nameof(MinSplitSamples)) ? MinSplitSamples : defaults.MinSplitSamples,
            MinImpurityDecrease = Given(nameof(MinImpurityDecrease)) ? MinImpurityDecrease : defaults.MinImpurityDecrease,
            MaxLeaves = Given(nameof(MaxLeaves)) ? MaxLeaves : defaults.MaxLeaves,
            MaxBins = Given(nameof(MaxBins)) ? Bins : defaults.MaxBins,
            MaxFeatures = MaxFeatures ?? defaults.MaxFeatures,
            ClassWeights = ClassWeight is null ? [] : ClassWeightArgument.Read(ClassWeight, Dataset),
            Seed = Seed,
            Threads = Threads,
        };

    private ForestOptions MakeForestOptions()
    {
        var defaults = new ForestOptions();
        return defaults with
        {
            Tree = MakeTreeOptions(defaults.Tree),
            TreeCount = Given(nameof(TreeCount)) ? TreeCount : defaults.TreeCount,
            Bootstrap = !NoBootstrap,
            SampleFraction = Given(nameof(SampleFraction)) ? SampleFraction : defaults.SampleFraction,
            RandomThresholds = RandomThresholds,
        };
    }

    private BoostingOptions MakeBoostingOptions()
    {
        var defaults = new BoostingOptions();
        return defaults with
        {
            Tree = MakeTreeOptions(defaults.Tree),
            TreeCount = Given(nameof(TreeCount)) ? TreeCount : defaults.TreeCount,
            LearningRate = Given(nameof(LearningRate)) ? LearningRate : defaults.LearningRate,
            SampleFraction = Given(nameof(SampleFraction)) ? SampleFraction : defaults.SampleFraction,
            Patience = Given(nameof(Patience)) ? Patience : BoostingOptions.DefaultPatience(Dataset),
            L2 = Given(nameof(WeightDecay)) ? WeightDecay : defaults.L2,
            Loss = Loss ?? defaults.Loss,
        };
    }

    private NeighborOptions MakeNeighborOptions()
    {
        var defaults = new NeighborOptions();
        return defaults with
        {
            Neighbors = Given(nameof(Neighbors)) ? Neighbors : defaults.Neighbors,
            Weighting = Weighting ?? defaults.Weighting,
            Distance = Distance ?? defaults.Distance,
            Threads = Threads,
        };
    }
}
