using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>
/// Gain ratio as in C4.5 (Quinlan 1993): each input's threshold is the one of greatest information gain; the input is the one of the greatest gain
/// over split information, among those whose gain is at least the average of the inputs that have any. Without gain there is no split.
/// </summary>
internal struct GainRatioCriterion : ISplitCriterion<GainRatioCriterion>
{
    private EntropySums _sums;

    internal GainRatioCriterion(TreeTarget target, float[]? weights) : this(new EntropySums(target, weights)) { }

    private GainRatioCriterion(EntropySums sums) => _sums = sums;

    public static bool IsRatio => true;

    public readonly int CellSize => _sums.CellSize;

    public readonly double Tolerance => _sums.Weight * 1e-10;

    public readonly double Weight => _sums.Weight;

    public readonly double LeftWeight => _sums.LeftWeight;

    public readonly GainRatioCriterion For(TreeTarget target, float[]? weights) => new(_sums.For(target, weights));

    public NodeStatistics Enter(ReadOnlySpan<int> rows) => _sums.Enter(rows);

    public void Adopt(in GainRatioCriterion other) => _sums.Adopt(other._sums);

    public readonly void Value(Span<float> value) => _sums.Value(value);

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second) => _sums.Begin();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int row) => _sums.Move(row);

    public readonly void AddTo(ref double cell, int row) => _sums.AddTo(ref cell, row);

    public void MoveCell(ref double cell) => _sums.MoveCell(ref cell);

    public readonly double Score() => _sums.Score();

    public readonly double Decrease(double score) => _sums.Decrease(score);
}
