namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// What a split makes smaller, computed while the rows of a node move one by one from the right side to the left. One instance serves one
/// thread. Implementations are structs, so that each search is compiled for its criterion.
/// </summary>
internal interface ISplitCriterion
{
    /// <summary>Numbers that a node gives.</summary>
    int OutputCount { get; }

    /// <summary>Takes a node's rows; what follows is about them.</summary>
    /// <param name="rows">Row indices, in any order.</param>
    NodeStatistics Enter(ReadOnlySpan<int> rows);

    /// <summary>What the node predicts, <c>[outputs]</c>.</summary>
    void Value(Span<float> value);

    /// <summary>Puts all rows of the node on the right side.</summary>
    /// <param name="order">The node's rows in the order in which they will move.</param>
    void Begin(ReadOnlySpan<int> order);

    /// <summary>Moves a row from the right side to the left.</summary>
    void Move(int row);

    /// <summary>How good the split between the two sides is; comparable within the node only, greater is better.</summary>
    double Score();

    /// <summary>The fall of impurity that a score stands for: the node's less its children's, these weighted by their parts of its weight.</summary>
    double Decrease(double score);

    /// <summary>The sum of the weights on the left side.</summary>
    double LeftWeight { get; }
}
