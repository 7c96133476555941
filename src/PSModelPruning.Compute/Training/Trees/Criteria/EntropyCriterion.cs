using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// Information gain in bits: the fall of the entropy of the classes (Shannon 1948; Quinlan 1986), H = log₂ w − Σₖ wₖ log₂ wₖ / w. The score
/// of a split is Σₖ f(lₖ) − f(l) + Σₖ f(rₖ) − f(r) with f(x) = x log₂ x: the negative weighted entropy of its sides.
/// </summary>
/// <typeparam name="TChoice">How the input is chosen: <see cref="GreatestGain"/> or <see cref="GreatestGainRatio"/>.</typeparam>
internal struct EntropyCriterion<TChoice> : ISplitCriterion<EntropyCriterion<TChoice>>
    where TChoice : struct, IInputChoice
{
    private readonly int[] _labels;
    private readonly float[]? _weights;
    private readonly double[] _total,
        _left,
        _right;

    /// <summary>f of whole numbers; empty where weights are not whole.</summary>
    private readonly double[] _table;
    private double _sum,
        _leftSum,
        _rightSum;

    internal EntropyCriterion(TreeTarget target, float[]? weights, double[]? table = null)
    {
        _labels = target.Labels;
        _weights = weights;
        _total = new double[target.ClassCount];
        _left = new double[target.ClassCount];
        _right = new double[target.ClassCount];
        _table = weights is null
            ? table is { Length: > 0 }
                ? table
                : Table(_labels.Length)
            : [];
    }

    public static bool IsRatio => TChoice.IsRatio;

    public double Weight { readonly get; private set; }

    public double LeftWeight { readonly get; private set; }

    public readonly double Tolerance => Weight * 1e-10;

    public readonly int CellSize => _total.Length + 1;

    public readonly EntropyCriterion<TChoice> For(TreeTarget target, float[]? weights) =>
        new(target, weights, target.Labels.Length == _labels.Length ? _table : null);

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        ClassTotals.Count(rows, _labels, _weights, _total);
        Weight = _sum = 0;
        int classes = 0;
        foreach (double weight in _total)
        {
            Weight += weight;
            _sum += F(weight);
            classes += weight > 0 ? 1 : 0;
        }
        return new NodeStatistics(Weight, classes < 2 ? 0 : Math.Max(0, (F(Weight) - _sum) / Weight));
    }

    public void Adopt(in EntropyCriterion<TChoice> other)
    {
        other._total.CopyTo(_total, 0);
        Weight = other.Weight;
        _sum = other._sum;
    }

    public readonly void Value(Span<float> value) => ClassTotals.Fractions(_total, Weight, value);

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        Array.Clear(_left);
        _total.CopyTo(_right, 0);
        LeftWeight = _leftSum = 0;
        _rightSum = _sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int row) => Move(_labels[row], _weights is null ? 1 : _weights[row]);

    public readonly void AddTo(ref double cell, int row)
    {
        Unsafe.Add(ref cell, _labels[row]) += _weights is null ? 1 : _weights[row];
        Unsafe.Add(ref cell, _total.Length) += 1;
    }

    public void MoveCell(ref double cell)
    {
        for (int k = 0; k < _total.Length; k++)
        {
            if (Unsafe.Add(ref cell, k) > 0)
                Move(k, Unsafe.Add(ref cell, k));
        }
    }

    public readonly double Score() => _leftSum - F(LeftWeight) + _rightSum - F(Weight - LeftWeight);

    public readonly double Decrease(double score) => (score - (_sum - F(Weight))) / Weight;

    private void Move(int label, double weight)
    {
        double left = _left[label],
            right = _right[label];
        _leftSum += F(left + weight) - F(left);
        _rightSum += F(right - weight) - F(right);
        _left[label] = left + weight;
        _right[label] = right - weight;
        LeftWeight += weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double F(double x) =>
        _table.Length > 0 ? _table[(int)x]
        : x > 0 ? x * Math.Log2(x)
        : 0;

    private static double[] Table(int rows)
    {
        var table = new double[rows + 1];
        for (int i = 1; i <= rows; i++)
            table[i] = i * Math.Log2(i);
        return table;
    }
}
