namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// The variance of a numeric target around the node's mean (Breiman et al. 1984). The score of a split is Sₗ²/wₗ + Sᵣ²/wᵣ over the weighted sums
/// of the targets less the node's mean, which differs from the fall of the variance by constants of the node.
/// </summary>
internal struct SquaredErrorCriterion : ISplitCriterion
{
    private readonly float[] _numbers;
    private readonly float[]? _weights;
    private double _weight, _mean, _sum, _leftWeight, _leftSum;

    internal SquaredErrorCriterion(TreeTarget target, float[]? weights)
    {
        _numbers = target.Numbers;
        _weights = weights;
    }

    public readonly int OutputCount => 1;

    public readonly double LeftWeight => _leftWeight;

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        double weights = 0, sum = 0;
        foreach (int row in rows)
        {
            double weight = _weights is null ? 1 : _weights[row];
            weights += weight;
            sum += weight * _numbers[row];
        }
        double mean = sum / weights, squares = 0, rest = 0;
        foreach (int row in rows)
        {
            double weight = _weights is null ? 1 : _weights[row], difference = _numbers[row] - mean;
            squares += weight * difference * difference;
            rest += weight * difference;
        }
        _weight = weights;
        _mean = mean;
        _sum = rest;
        return new NodeStatistics(weights, squares / weights);
    }

    public readonly void Value(Span<float> value) => value[0] = (float)_mean;

    public void Begin(ReadOnlySpan<int> order) => _leftWeight = _leftSum = 0;

    public void Move(int row)
    {
        double weight = _weights is null ? 1 : _weights[row];
        _leftWeight += weight;
        _leftSum += weight * (_numbers[row] - _mean);
    }

    public readonly double Score()
    {
        double right = _sum - _leftSum;
        return _leftSum * _leftSum / _leftWeight + right * right / (_weight - _leftWeight);
    }

    public readonly double Decrease(double score) => (score - _sum * _sum / _weight) / _weight;
}
