using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// Grows decision trees from columns (CART: Breiman, Friedman, Olshen and Stone 1984). One grower grows many trees, one after another, and keeps its
/// buffers between them; it is for one thread at a time. Trees depend on their arguments alone, not on the number of threads.
/// </summary>
internal sealed class TreeGrower
{
    private readonly TrainingColumns _columns;
    private readonly TreeOptions _options;
    private readonly bool _randomThresholds;

    /// <param name="columns">The inputs, shared by all growers.</param>
    /// <param name="options">How trees grow. The seed and the class weights are not read: they come with each tree.</param>
    /// <param name="randomThresholds">Whether each input's threshold is drawn between its least and greatest value in the node (Geurts, Ernst and Wehenkel 2006).</param>
    internal TreeGrower(TrainingColumns columns, TreeOptions options, bool randomThresholds = false)
    {
        _columns = columns;
        _options = options;
        _randomThresholds = randomThresholds;
    }

    /// <summary>Grows a tree.</summary>
    /// <param name="target">What is learned.</param>
    /// <param name="weights">The weight of each row, <c>[rows]</c>: how often it was drawn, its class's weight …; 0 leaves it out. Null weighs all 1.</param>
    /// <param name="seed">The seed of the inputs that are drawn for each split and of random thresholds.</param>
    /// <param name="leafOfRow">Receives the leaf that each row ended in, <c>[rows]</c>; rows of weight 0 keep what they had.</param>
    /// <param name="cancellation">Looked at for every node.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    internal DecisionTree Grow(TreeTarget target, float[]? weights = null, ulong seed = 0, int[]? leafOfRow = null, CancellationToken cancellation = default)
    {
        string criterion = SplitCriteria.Resolve(_options.Criterion, target.IsClasses);
        return criterion switch
        {
            "Gini" => Run(new GiniCriterion(target, weights)),
            "SquaredError" => Run(new SquaredErrorCriterion(target, weights)),
            _ => throw new NotSupportedException(criterion),
        };

        DecisionTree Run<TCriterion>(TCriterion instance)
            where TCriterion : struct, ISplitCriterion =>
            new TreeGrowth<TCriterion>(_columns, _options, instance, _randomThresholds).Grow(weights, seed, leafOfRow, cancellation);
    }
}
