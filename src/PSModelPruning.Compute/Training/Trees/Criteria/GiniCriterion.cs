namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// Gini impurity 1 − Σₖ pₖ², the chance that two rows drawn from a node differ in class (Breiman, Friedman, Olshen and Stone 1984).
/// The score of a split is Σₖ lₖ²/l + Σₖ rₖ²/r over the class weights of both sides, which differs from the fall of impurity by constants of the node.
/// </summary>
internal struct GiniCriterion : ISplitCriterion
{
    private readonly int[] _labels;
    private readonly float[]? _weights;
    private readonly double[] _total, _left, _right;
    private double _weight, _leftWeight, _leftSquares, _rightSquares, _squares;

    internal GiniCriterion(TreeTarget target, float[]? weights)
    {
        _labels = target.Labels;
        _weights = weights;
        _total = new double[target.ClassCount];
        _left = new double[target.ClassCount];
        _right = new double[target.ClassCount];
    }

    public readonly int OutputCount => _total.Length;

    public readonly double LeftWeight => _leftWeight;

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        Array.Clear(_total);
        foreach (int row in rows)
            _total[_labels[row]] += _weights is null ? 1 : _weights[row];
        _weight = _squares = 0;
        foreach (double weight in _total)
        {
            _weight += weight;
            _squares += weight * weight;
        }
        return new NodeStatistics(_weight, 1 - _squares / (_weight * _weight));
    }

    public readonly void Value(Span<float> value) => ClassFractions.Write(_total, _weight, value);

    public void Begin(ReadOnlySpan<int> order)
    {
        Array.Clear(_left);
        _total.CopyTo(_right, 0);
        _leftWeight = _leftSquares = 0;
        _rightSquares = _squares;
    }

    public void Move(int row)
    {
        double weight = _weights is null ? 1 : _weights[row];
        int label = _labels[row];
        double left = _left[label], right = _right[label];
        _leftSquares += weight * (2 * left + weight);
        _rightSquares -= weight * (2 * right - weight);
        _left[label] = left + weight;
        _right[label] = right - weight;
        _leftWeight += weight;
    }

    public readonly double Score() => _leftSquares / _leftWeight + _rightSquares / (_weight - _leftWeight);

    public readonly double Decrease(double score) => (score - _squares / _weight) / _weight;
}
