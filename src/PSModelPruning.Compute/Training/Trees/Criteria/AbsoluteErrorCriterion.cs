namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// The mean absolute deviation of a numeric target from the node's median (Breiman et al. 1984, section 8.11). The score of a split is the
/// negative sum of the absolute deviations on both sides. Sums for all positions of an order take O(n log n): see <see cref="MedianTree"/>.
/// </summary>
internal struct AbsoluteErrorCriterion : ISplitCriterion<AbsoluteErrorCriterion>
{
    private readonly float[] _numbers;
    private readonly float[]? _weights;
    private readonly MedianTree _tree = new();

    // The position of a row's target among the node's, by row; shared with the instances that adopt the node.
    private int[] _ranks;
    private double[] _sorted = [],
        _own = [];
    private double[] _before = [],
        _after = [];
    private double _weight,
        _median,
        _cost,
        _leftWeight;
    private int _count,
        _moved;

    internal AbsoluteErrorCriterion(TreeTarget target, float[]? weights)
    {
        _numbers = target.Numbers;
        _weights = weights;
        _ranks = new int[_numbers.Length];
    }

    public readonly int CellSize => 0;

    public readonly double Tolerance => _cost * 1e-10;

    public readonly double Weight => _weight;

    public readonly double LeftWeight => _leftWeight;

    public readonly AbsoluteErrorCriterion For(TreeTarget target, float[]? weights) => new(target, weights);

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        _count = rows.Length;
        int[] order = rows.ToArray();
        float[] keys = Array.ConvertAll(order, Number);
        Array.Sort(keys, order);
        if (_own.Length < _count)
            _own = new double[Math.Max(_count, _own.Length * 2)];
        _sorted = _own;
        _weight = 0;
        foreach (int row in order)
            _weight += WeightOf(row);
        _median = Median(order);
        _cost = 0;
        for (int i = 0; i < order.Length; i++)
        {
            _ranks[order[i]] = i;
            _sorted[i] = keys[i] - _median;
            _cost += WeightOf(order[i]) * Math.Abs(_sorted[i]);
        }
        return new NodeStatistics(_weight, _cost / _weight);
    }

    public void Adopt(in AbsoluteErrorCriterion other)
    {
        _ranks = other._ranks;
        _sorted = other._sorted;
        _weight = other._weight;
        _median = other._median;
        _cost = other._cost;
        _count = other._count;
    }

    public readonly void Value(Span<float> value) => value[0] = (float)_median;

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        if (_before.Length <= _count)
            _before = new double[_count + 1];
        if (_after.Length <= _count)
            _after = new double[_count + 1];
        _leftWeight = 0;
        _moved = 0;
        _tree.Clear(_count);
        _before[0] = _after[_count] = 0;
        int position = 0;
        for (int i = 0; i < _count; i++)
            _before[++position] = Add(RowKey.Row(i < first.Length ? first[i] : second[i - first.Length]));
        _tree.Clear(_count);
        for (int i = _count - 1; i >= 0; i--)
            _after[i] = Add(RowKey.Row(i < first.Length ? first[i] : second[i - first.Length]));
    }

    public void Move(int row)
    {
        _leftWeight += WeightOf(row);
        _moved++;
    }

    public readonly void AddTo(ref double cell, int row) => throw new NotSupportedException();

    public readonly void MoveCell(ref double cell) => throw new NotSupportedException();

    public readonly double Score() => -_before[_moved] - _after[_moved];

    public readonly double Decrease(double score) => (_cost + score) / _weight;

    private readonly double Add(int row) => _tree.Add(_ranks[row], WeightOf(row), _sorted);

    private readonly float Number(int row) => _numbers[row];

    private readonly double WeightOf(int row) => _weights is null ? 1 : _weights[row];

    /// <summary>The weighted median; the middle of the two nearest where the weights on both sides are equal.</summary>
    private readonly double Median(int[] order)
    {
        double below = 0;
        for (int i = 0; i < order.Length; i++)
        {
            below += WeightOf(order[i]);
            if (2 * below == _weight && i + 1 < order.Length)
                return ((double)_numbers[order[i]] + _numbers[order[i + 1]]) / 2;
            if (2 * below > _weight)
                return _numbers[order[i]];
        }
        return _numbers[order[^1]];
    }
}
