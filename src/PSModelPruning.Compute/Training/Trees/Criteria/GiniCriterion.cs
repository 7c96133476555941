using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// Gini impurity 1 − Σₖ pₖ², the chance that two rows drawn from a node differ in class (Breiman, Friedman, Olshen and Stone 1984).
/// The score of a split is Σₖ lₖ²/l + Σₖ rₖ²/r over the class weights of both sides, which differs from the fall of impurity by constants
/// of the node.
/// </summary>
internal struct GiniCriterion : ISplitCriterion<GiniCriterion>
{
    private const int MostClasses = 64;

    private readonly int[] _labels;
    private readonly float[]? _weights;
    private readonly double[] _total,
        _left,
        _right;
    private double _weight,
        _leftWeight,
        _leftSquares,
        _rightSquares,
        _squares;

    internal GiniCriterion(TreeTarget target, float[]? weights)
    {
        _labels = target.Labels;
        _weights = weights;
        _total = new double[target.ClassCount];
        _left = new double[target.ClassCount];
        _right = new double[target.ClassCount];
    }

    public readonly int CellSize => _total.Length + 1;

    /// <summary>Sums of whole weights are exact; others differ in their last digits by the order in which they were added.</summary>
    public readonly double Tolerance => _weights is null ? 0 : _weight * 1e-12;

    public readonly double Weight => _weight;

    public readonly double LeftWeight => _leftWeight;

    public readonly GiniCriterion For(TreeTarget target, float[]? weights) => new(target, weights);

    public NodeStatistics Enter(ReadOnlySpan<int> rows)
    {
        ClassTotals.Count(rows, _labels, _weights, _total);
        _weight = _squares = 0;
        foreach (double weight in _total)
        {
            _weight += weight;
            _squares += weight * weight;
        }
        return new NodeStatistics(_weight, 1 - _squares / (_weight * _weight));
    }

    public void Adopt(in GiniCriterion other)
    {
        other._total.CopyTo(_total, 0);
        _weight = other._weight;
        _squares = other._squares;
    }

    public readonly void Value(Span<float> value) => ClassTotals.Fractions(_total, _weight, value);

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        Array.Clear(_left);
        _total.CopyTo(_right, 0);
        _leftWeight = _leftSquares = 0;
        _rightSquares = _squares;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int row)
    {
        double weight = _weights is null ? 1 : _weights[row];
        Move(_labels[row], weight);
        _leftWeight += weight;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(ref double cell, int row)
    {
        Unsafe.Add(ref cell, _labels[row]) += _weights is null ? 1 : _weights[row];
        Unsafe.Add(ref cell, _total.Length) += 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void MoveCell(ref double cell)
    {
        for (int k = 0; k < _total.Length; k++)
        {
            double weight = Unsafe.Add(ref cell, k);
            if (weight == 0)
                continue;
            Move(k, weight);
            _leftWeight += weight;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly double Score() => _leftSquares / _leftWeight + _rightSquares / (_weight - _leftWeight);

    /// <summary>Whether <see cref="Pass"/> can be used: each row counts 1, and the classes are few.</summary>
    internal readonly bool CountsRows => _weights is null && _total.Length <= MostClasses;

    /// <summary>
    /// Moves rows one by one, as <see cref="SplitWorker{TCriterion}.Scan"/> does for any criterion, here in whole numbers: of both sides
    /// only the left one's squares and Σₖ lₖ·tₖ with the totals t are kept, as Σₖ rₖ² = Σₖ tₖ² − 2·Σₖ lₖ·tₖ + Σₖ lₖ².
    /// </summary>
    /// <param name="keys">The rows with values, sorted.</param>
    /// <param name="first">The first row after which the sides may be split.</param>
    /// <param name="last">The last such row.</param>
    /// <param name="best">The best score so far; receives a better one.</param>
    /// <param name="leftWeight">Receives the rows on the left side at the best score.</param>
    /// <returns>The last row that goes left; -1 where nothing is better.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly unsafe int Pass(ReadOnlySpan<ulong> keys, int first, int last, ref double best, ref double leftWeight)
    {
        long* left = stackalloc long[MostClasses],
            total = stackalloc long[MostClasses];
        long squares = 0,
            products = 0,
            count = 0;
        for (int k = 0; k < _total.Length; k++)
        {
            left[k] = (long)_left[k];
            total[k] = (long)_total[k];
            squares += left[k] * left[k];
            products += left[k] * total[k];
            count += left[k];
        }
        long all = (long)_weight,
            allSquares = (long)_squares;
        double bar = best;
        int found = -1;
        fixed (int* labels = _labels)
        fixed (ulong* key = keys)
        {
            for (int i = 0; i <= last; i++)
            {
                int label = labels[(uint)key[i]];
                squares += 2 * left[label] + 1;
                left[label]++;
                products += total[label];
                count++;
                if (i < first || (i + 1 < keys.Length && !RowKey.Differ(key[i], key[i + 1])))
                    continue;
                double leftSum = squares,
                    rightSum = allSquares - 2 * products + squares,
                    leftCount = count,
                    rightCount = all - count;
                // Products in place of quotients tell nearly all that are not better.
                if (leftSum * rightCount + rightSum * leftCount < bar * leftCount * rightCount * (1 - 1e-12))
                    continue;
                double score = leftSum / leftCount + rightSum / rightCount;
                if (!(score > bar))
                    continue;
                bar = score;
                leftWeight = leftCount;
                found = i;
            }
        }
        best = bar;
        return found;
    }

    public readonly double Decrease(double score) => (score - _squares / _weight) / _weight;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Move(int label, double weight)
    {
        double left = _left[label],
            right = _right[label];
        _leftSquares += weight * (2 * left + weight);
        _rightSquares -= weight * (2 * right - weight);
        _left[label] = left + weight;
        _right[label] = right - weight;
    }
}
