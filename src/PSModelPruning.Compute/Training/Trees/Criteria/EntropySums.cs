using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// The entropy of the classes on both sides of a split (Shannon 1948), in bits: H = log₂ w − Σₖ wₖ log₂ wₖ / w. Shared by the criteria that
/// use it. The score of a split is Σₖ f(lₖ) − f(l) + Σₖ f(rₖ) − f(r) with f(x) = x log₂ x: the negative weighted entropy of its sides.
/// </summary>
internal struct EntropySums
{
    private readonly int[] _labels;
    private readonly float[]? _weights;
    private readonly double[] _total, _left, _right;

    /// <summary>f of whole numbers; empty where weights are not whole.</summary>
    private readonly double[] _table;
    private double _sum, _leftSum, _rightSum;

    internal EntropySums(TreeTarget target, float[]? weights, double[]? table = null)
    {
        _labels = target.Labels;
        _weights = weights;
        _total = new double[target.ClassCount];
        _left = new double[target.ClassCount];
        _right = new double[target.ClassCount];
        _table = weights is null ? table is { Length: > 0 } ? table : Table(_labels.Length) : [];
    }

    internal double Weight { readonly get; private set; }

    internal double LeftWeight { readonly get; private set; }

    internal readonly int CellSize => _total.Length + 1;

    internal readonly EntropySums For(TreeTarget target, float[]? weights) =>
        new(target, weights, target.Labels.Length == _labels.Length ? _table : null);

    internal NodeStatistics Enter(ReadOnlySpan<int> rows)
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

    internal void Adopt(in EntropySums other)
    {
        other._total.CopyTo(_total, 0);
        Weight = other.Weight;
        _sum = other._sum;
    }

    internal readonly void Value(Span<float> value) => ClassTotals.Fractions(_total, Weight, value);

    internal void Begin()
    {
        Array.Clear(_left);
        _total.CopyTo(_right, 0);
        LeftWeight = _leftSum = 0;
        _rightSum = _sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Move(int row) => Move(_labels[row], _weights is null ? 1 : _weights[row]);

    internal readonly void AddTo(ref double cell, int row)
    {
        Unsafe.Add(ref cell, _labels[row]) += _weights is null ? 1 : _weights[row];
        Unsafe.Add(ref cell, _total.Length) += 1;
    }

    internal void MoveCell(ref double cell)
    {
        for (int k = 0; k < _total.Length; k++)
        {
            if (Unsafe.Add(ref cell, k) > 0)
                Move(k, Unsafe.Add(ref cell, k));
        }
    }

    internal readonly double Score() => _leftSum - F(LeftWeight) + _rightSum - F(Weight - LeftWeight);

    internal readonly double Decrease(double score) => (score - (_sum - F(Weight))) / Weight;

    /// <summary>The entropy of the sizes of the two sides, in bits: the split information of C4.5.</summary>
    internal static double SplitInformation(double left, double weight)
    {
        double p = left / weight;
        return -p * Math.Log2(p) - (1 - p) * Math.Log2(1 - p);
    }

    private void Move(int label, double weight)
    {
        double left = _left[label], right = _right[label];
        _leftSum += F(left + weight) - F(left);
        _rightSum += F(right - weight) - F(right);
        _left[label] = left + weight;
        _right[label] = right - weight;
        LeftWeight += weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double F(double x) => _table.Length > 0 ? _table[(int)x] : x > 0 ? x * Math.Log2(x) : 0;

    private static double[] Table(int rows)
    {
        var table = new double[rows + 1];
        for (int i = 1; i <= rows; i++)
            table[i] = i * Math.Log2(i);
        return table;
    }
}
