using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// The variance of a numeric target around the node's mean (Breiman et al. 1984). The score of a split is Sₗ²/wₗ + Sᵣ²/wᵣ over the weighted
/// sums of the targets less the node's mean, which differs from the fall of the variance by constants of the node.
/// </summary>
internal struct SquaredErrorCriterion : ISplitCriterion<SquaredErrorCriterion>
{
    private readonly float[] _numbers;
    private readonly float[]? _weights;

    // Histograms add up the targets less this, the mean of the first node: cells outlive their node.
    private double _centre = double.NaN;
    private double _weight,
        _mean,
        _sum,
        _squares,
        _leftWeight,
        _leftSum;

    internal SquaredErrorCriterion(TreeTarget target, float[]? weights)
    {
        _numbers = target.Numbers;
        _weights = weights;
    }

    public readonly int CellSize => 3;

    public readonly double Tolerance => _squares * 1e-10;

    public readonly double Weight => _weight;

    public readonly double LeftWeight => _leftWeight;

    public readonly SquaredErrorCriterion For(TreeTarget target, float[]? weights) => new(target, weights);

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        double weights = 0,
            sum = 0;
        foreach (int row in rows)
        {
            double weight = _weights is null ? 1 : _weights[row];
            weights += weight;
            sum += weight * _numbers[row];
        }
        double mean = sum / weights,
            squares = 0,
            rest = 0;
        foreach (int row in rows)
        {
            double weight = _weights is null ? 1 : _weights[row],
                difference = _numbers[row] - mean;
            squares += weight * difference * difference;
            rest += weight * difference;
        }
        _weight = weights;
        _mean = mean;
        _sum = rest;
        _squares = squares;
        if (double.IsNaN(_centre))
            _centre = mean;
        return new NodeStatistics(weights, squares / weights);
    }

    public void Adopt(in SquaredErrorCriterion other)
    {
        _centre = other._centre;
        _weight = other._weight;
        _mean = other._mean;
        _sum = other._sum;
        _squares = other._squares;
    }

    public readonly void Value(Span<float> value) => value[0] = (float)_mean;

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second) => _leftWeight = _leftSum = 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int row)
    {
        double weight = _weights is null ? 1 : _weights[row];
        _leftWeight += weight;
        _leftSum += weight * (_numbers[row] - _mean);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref double cell, int row)
    {
        double weight = _weights is null ? 1 : _weights[row];
        cell += weight;
        Unsafe.Add(ref cell, 1) += weight * (_numbers[row] - _centre);
        Unsafe.Add(ref cell, 2) += 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveCell(ref double cell)
    {
        _leftWeight += cell;
        _leftSum += Unsafe.Add(ref cell, 1) + cell * (_centre - _mean);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Score()
    {
        double right = _sum - _leftSum;
        return _leftSum * _leftSum / _leftWeight + right * right / (_weight - _leftWeight);
    }

    public readonly double Decrease(double score) => (score - _sum * _sum / _weight) / _weight;
}
