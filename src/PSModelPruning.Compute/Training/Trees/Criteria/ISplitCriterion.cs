namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// What a split makes smaller, computed while the rows of a node move one by one from the right side to the left. One instance serves one
/// thread. Implementations are structs, so that each search is compiled for its criterion.
/// </summary>
/// <typeparam name="TSelf">The criterion itself.</typeparam>
internal interface ISplitCriterion<TSelf>
    where TSelf : struct, ISplitCriterion<TSelf>
{
    /// <summary>Whether inputs are chosen by gain over the information of the split; see <see cref="GreatestGainRatio"/>.</summary>
    static virtual bool IsRatio => false;

    /// <summary>Numbers of a histogram's cell, the count of rows included; 0 where rows cannot be added up.</summary>
    int CellSize { get; }

    /// <summary>Scores that differ by no more are equal for the node: rounding must not choose between equally good inputs.</summary>
    double Tolerance { get; }

    /// <summary>The sum of the weights of the node.</summary>
    double Weight { get; }

    /// <summary>The sum of the weights on the left side.</summary>
    double LeftWeight { get; }

    /// <summary>An instance for another thread or another tree, with buffers of its own.</summary>
    /// <param name="target">What is learned.</param>
    /// <param name="weights">See <see cref="TreeGrower.Grow"/>.</param>
    TSelf For(TreeTarget target, float[]? weights);

    /// <summary>Takes a node's rows; what follows is about them.</summary>
    /// <param name="rows">Row indices, in any order.</param>
    NodeStatistics Enter(ReadOnlySpan<int> rows);

    /// <summary>Takes the node that another instance has entered.</summary>
    void Adopt(in TSelf other);

    /// <summary>What the node predicts, <c>[outputs]</c>.</summary>
    void Value(Span<float> value);

    /// <summary>Puts all rows of the node on the right side.</summary>
    /// <param name="first">The rows that will move first, in order; see <see cref="RowKey"/>.</param>
    /// <param name="second">The rows that will move after them; together all rows of the node.</param>
    void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second);

    /// <summary>Moves a row from the right side to the left.</summary>
    void Move(int row);

    /// <summary>Adds a row to a histogram's cell, <c>[CellSize]</c>; its last number counts rows.</summary>
    void AddTo(ref double cell, int row);

    /// <summary>Moves all rows of a cell from the right side to the left.</summary>
    void MoveCell(ref double cell);

    /// <summary>How good the split between the two sides is; comparable within the node only, greater is better.</summary>
    double Score();

    /// <summary>
    /// The fall of impurity that a score stands for: the node's less its children's, these weighted by their parts of its weight.
    /// </summary>
    double Decrease(double score);
}
