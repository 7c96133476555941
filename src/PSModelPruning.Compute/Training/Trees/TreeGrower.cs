using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Grows decision trees from columns (CART: Breiman, Friedman, Olshen and Stone 1984). One grower grows many trees, one after another, and
/// keeps its buffers between them; it is for one caller at a time, so a forest has a grower a thread, with
/// <see cref="TreeOptions.Threads"/> 1. Trees
/// depend on their arguments alone, not on the number of threads.
/// </summary>
internal sealed class TreeGrower
{
    private readonly TrainingColumns _columns;
    private readonly TreeOptions _options;
    private readonly bool _randomThresholds;
    private ITreeGrowth? _growth;

    /// <param name="columns">The inputs, shared by all growers. Where they have bins, splits are looked for between bins.</param>
    /// <param name="options">How trees grow. The seed, the bins and the class weights are not read: they come with the columns and each
    /// tree.</param>
    /// <param name="randomThresholds">Whether each input's threshold is drawn between its least and greatest value in the node (Geurts,
    /// Ernst and Wehenkel 2006).</param>
    internal TreeGrower(TrainingColumns columns, TreeOptions options, bool randomThresholds = false)
    {
        _columns = columns;
        _options = options;
        _randomThresholds = randomThresholds;
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="target">What is learned; classes for all trees of a grower, or numbers for all.</param>
    /// <param name="weights">The weight of each row, <c>[rows]</c>: how often it was drawn, its class's weight …; 0 leaves it out. Null
    /// weighs all 1.</param>
    /// <param name="seed">The seed of the inputs that are drawn for each split, of random thresholds, and of ties between inputs.</param>
    /// <param name="leafOfRow">Receives the leaf that each row ended in, <c>[rows]</c>; rows of weight 0 keep what they had.</param>
    /// <param name="cancellation">Looked at for every node.</param>
    /// <exception cref="ComputeException"><c>CriterionDoesNotFit</c>, <c>MaxFeaturesInvalid</c>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal DecisionTree Grow(
        TreeTarget target,
        float[]? weights = null,
        ulong seed = 0,
        int[]? leafOfRow = null,
        CancellationToken cancellation = default
    )
    {
        _growth ??= SplitCriteria.Resolve(_options.Criterion, target.IsClasses) switch
        {
            "Gini" => By(new GiniCriterion(target, weights)),
            "Entropy" => By(new EntropyCriterion<GreatestGain>(target, weights)),
            "GainRatio" => By(new EntropyCriterion<GreatestGainRatio>(target, weights)),
            "SquaredError" => By(new SquaredErrorCriterion(target, weights)),
            _ => By(new AbsoluteErrorCriterion(target, weights)),
        };
        return _growth.Grow(target, weights, seed, leafOfRow, cancellation);
    }

    private TreeGrowth<TCriterion> By<TCriterion>(TCriterion prototype)
        where TCriterion : struct, ISplitCriterion<TCriterion> => new(_columns, _options, _randomThresholds, prototype);
}
