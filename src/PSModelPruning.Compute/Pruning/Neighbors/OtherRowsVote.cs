using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Neighbors;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>What each prototype is by the vote of its nearest others: the model's own rule, with the row itself
/// and its copies left out.</summary>
internal sealed class OtherRowsVote
{
    private readonly NeighborTable _table;
    private readonly float[] _targets;
    private readonly bool _byDistance;
    private readonly int _classes;

    /// <param name="model">Whose distance and weighting decide.</param>
    /// <param name="rows">The prototypes that take part, by index, rising.</param>
    /// <param name="neighbors">How many vote.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    internal OtherRowsVote(NeighborModel model, int[] rows, int neighbors, int threads, CancellationToken cancellation)
    {
        int width = model.Preprocessing.Width;
        NeighborIndex index =
            rows.Length == model.Prototypes
                ? model.Index
                : new NeighborIndex(model.Index.Distance, RowGather.Of(model.Inputs.Span, rows, width), width);
        _table = index.SearchOthers(neighbors, threads, cancellation, model.Copies?.Among(rows));
        _targets = RowGather.Of(model.Targets.Span, rows, 1);
        _byDistance = model.WeighsByDistance;
        _classes = model.Classes.Count;
        Rows = rows;
    }

    /// <summary>The prototypes that take part.</summary>
    internal int[] Rows { get; }

    /// <summary>Whether the vote is right, and the part of it that the row's own class has. A row without others is right.</summary>
    /// <param name="position">The row's place in <see cref="Rows"/>.</param>
    /// <param name="neighbors">How many of the nearest vote.</param>
    internal (bool IsRight, double Share) OfClass(int position, int neighbors)
    {
        int own = (int)_targets[position],
            count = Math.Min(neighbors, _table.RowsOf(position).Length);
        if (count == 0)
            return (true, 1);
        Span<float> votes = _classes <= 64 ? stackalloc float[_classes] : new float[_classes];
        NeighborVote.Count(_table.RowsOf(position)[..count], _table.DistancesOf(position)[..count], _targets, _byDistance, false, votes);
        return (OutputScore.MostProbable(votes) == own, votes[own]);
    }

    /// <summary>
    /// How far the row's number is from what its neighbours predict, in standard deviations of the neighbours' numbers; 0 for a row without
    /// others.
    /// </summary>
    internal double OfNumber(int position)
    {
        ReadOnlySpan<int> neighbors = _table.RowsOf(position);
        if (neighbors.Length == 0)
            return 0;
        Span<float> predicted = stackalloc float[1];
        NeighborVote.Count(neighbors, _table.DistancesOf(position), _targets, _byDistance, true, predicted);
        double mean = 0,
            squares = 0;
        foreach (int neighbor in neighbors)
            mean += _targets[neighbor] / (double)neighbors.Length;
        foreach (int neighbor in neighbors)
            squares += (_targets[neighbor] - mean) * (_targets[neighbor] - mean);
        double residual = Math.Abs((double)_targets[position] - predicted[0]);
        return residual == 0 ? 0 : residual / Math.Sqrt(squares / neighbors.Length);
    }
}
