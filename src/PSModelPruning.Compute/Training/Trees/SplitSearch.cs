using PSModelPruning.Compute.Training.Trees.Criteria;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>
/// How the best split of an input is found for a node. One instance serves one tree at a time; its methods may be called by several
/// workers.
/// </summary>
internal abstract class SplitSearch<TCriterion>(TrainingColumns columns, int minLeaf)
    where TCriterion : struct, ISplitCriterion<TCriterion>
{
    private protected TrainingColumns Columns { get; } = columns;

    /// <summary>Rows that each side of a split needs.</summary>
    private protected int MinLeaf { get; } = minLeaf;

    /// <summary>The rows of the tree; a node's lie side by side.</summary>
    private protected int[] Rows { get; private set; } = [];

    /// <summary>How many rows the tree has.</summary>
    private protected int RowCount { get; private set; }

    /// <summary>Begins a tree.</summary>
    /// <param name="rows">Its rows, ascending; the grower moves them, so that those of each node lie side by side.</param>
    /// <param name="rowCount">How many.</param>
    /// <param name="threads">Threads.</param>
    internal virtual void Start(int[] rows, int rowCount, int threads) => (Rows, RowCount) = (rows, rowCount);

    /// <summary>Before the inputs of a node are looked at.</summary>
    internal virtual void Enter(SplitWorker<TCriterion> worker, ref GrowingNode node) { }

    /// <summary>Finds the best split of an input; several workers may look at different inputs of one node.</summary>
    /// <param name="worker">Whose criterion has entered or adopted the node.</param>
    /// <param name="node">The node.</param>
    /// <param name="feature">The input.</param>
    /// <param name="split">The best split.</param>
    /// <returns>False where all rows of the node have the same value.</returns>
    internal abstract bool Look(SplitWorker<TCriterion> worker, in GrowingNode node, int feature, out NodeSplit split);

    /// <summary>After the rows of a node were divided, before its children are grown.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="node">The node that was split.</param>
    /// <param name="left">Its left child.</param>
    /// <param name="growsLeft">Whether the left child will be looked at.</param>
    /// <param name="right">Its right child.</param>
    /// <param name="growsRight">Whether the right child will be looked at.</param>
    /// <param name="threads">Threads that may be used.</param>
    internal virtual void Divide(
        SplitWorker<TCriterion> worker,
        ref GrowingNode node,
        ref GrowingNode left,
        bool growsLeft,
        ref GrowingNode right,
        bool growsRight,
        int threads
    ) { }

    /// <summary>A node will not be looked at any more.</summary>
    internal virtual void Leave(ref GrowingNode node) { }
}
