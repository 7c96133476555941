using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Training.Trees.Criteria;

/// <summary>Information gain in bits: the fall of the entropy of the classes (Quinlan 1986); see <see cref="EntropySums"/>.</summary>
internal struct EntropyCriterion : ISplitCriterion<EntropyCriterion>
{
    private EntropySums _sums;

    internal EntropyCriterion(TreeTarget target, float[]? weights) : this(new EntropySums(target, weights)) { }

    private EntropyCriterion(EntropySums sums) => _sums = sums;

    public readonly int CellSize => _sums.CellSize;

    public readonly double Tolerance => _sums.Weight * 1e-10;

    public readonly double Weight => _sums.Weight;

    public readonly double LeftWeight => _sums.LeftWeight;

    public readonly EntropyCriterion For(TreeTarget target, float[]? weights) => new(_sums.For(target, weights));

    public NodeStatistics Enter(ReadOnlySpan<int> rows) => _sums.Enter(rows);

    public void Adopt(in EntropyCriterion other) => _sums.Adopt(other._sums);

    public readonly void Value(Span<float> value) => _sums.Value(value);

    public void Begin(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second) => _sums.Begin();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Move(int row) => _sums.Move(row);

    public readonly void AddTo(ref double cell, int row) => _sums.AddTo(ref cell, row);

    public void MoveCell(ref double cell) => _sums.MoveCell(ref cell);

    public readonly double Score() => _sums.Score();

    public readonly double Decrease(double score) => _sums.Decrease(score);
}
