using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// DROP2 (Wilson and Martinez 2000): takes rows out one at a time. Every row, taken out or not, knows its k + 1 nearest rows that are left;
/// it is an
/// <i>associate</i> of each of them. A row goes where without it at least as many of its associates are classified right by their k nearest
/// as with it.
/// </summary>
internal sealed class DecrementalReduction
{
    private readonly NeighborModel _model;
    private readonly int[] _rows;
    private readonly int _neighbors;
    private readonly IWorkMonitor _monitor;
    private readonly float[] _targets;
    private readonly RemainingNeighbors _near;
    private readonly List<int>[] _associates;

    /// <param name="model">Whose distance, weighting and number of neighbours decide.</param>
    /// <param name="rows">The prototypes that take part, by index, rising.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    internal DecrementalReduction(NeighborModel model, int[] rows, int threads, IWorkMonitor monitor)
    {
        _model = model;
        _rows = rows;
        _neighbors = model.Neighbors;
        _monitor = monitor;
        int width = model.Preprocessing.Width;
        float[] inputs = RowGather.Of(model.Inputs.Span, rows, width);
        _targets = RowGather.Of(model.Targets.Span, rows, 1);
        monitor.Progress(new WorkProgress("Reducing", $"finding the neighbours of {rows.Length:N0} rows", -1));
        _near = new RemainingNeighbors(
            model.Index.Distance,
            inputs,
            width,
            _neighbors + 1,
            threads,
            monitor.Cancellation,
            model.Copies?.Among(rows)
        );
        _associates = [.. Enumerable.Range(0, rows.Length).Select(_ => new List<int>())];
        for (int row = 0; row < rows.Length; row++)
        {
            foreach (int neighbor in _near.RowsOf(row))
                _associates[neighbor].Add(row);
        }
    }

    /// <summary>The prototypes that go, in the order in which they do.</summary>
    internal IReadOnlyList<int> Run()
    {
        const int lookAtCancellation = 64;
        double[] enemies = _near.DistancesToOtherClasses(_targets);
        int[] order = [.. Enumerable.Range(0, _rows.Length).OrderByDescending(row => enemies[row]).ThenBy(row => row)];
        var removed = new List<int>();
        for (int i = 0; i < order.Length; i++)
        {
            if (i % lookAtCancellation == 0)
            {
                _monitor.Cancellation.ThrowIfCancellationRequested();
                _monitor.Progress(new WorkProgress("Reducing", $"{removed.Count:N0} of {i:N0} rows removed", (double)i / order.Length));
            }
            int row = order[i];
            if (RightWithout(row) < RightWith(row))
                continue;
            removed.Add(_rows[row]);
            Remove(row);
        }
        return removed;
    }

    private int RightWith(int row) => _associates[row].Count(associate => IsRight(associate, -1));

    private int RightWithout(int row) => _associates[row].Count(associate => IsRight(associate, row));

    /// <summary>Whether a row's nearest ones get it right, one of them left out. Where none is left they do not.</summary>
    private bool IsRight(int row, int leftOut)
    {
        ReadOnlySpan<int> near = _near.RowsOf(row);
        ReadOnlySpan<double> distances = _near.DistancesOf(row);
        Span<int> voters = stackalloc int[Math.Min(near.Length, _neighbors)];
        Span<double> weights = stackalloc double[voters.Length];
        int count = 0;
        for (int i = 0; i < near.Length && count < voters.Length; i++)
        {
            if (near[i] == leftOut)
                continue;
            (voters[count], weights[count]) = (near[i], distances[i]);
            count++;
        }
        if (count == 0)
            return false;
        int classes = _model.Classes.Count;
        Span<float> votes = classes <= 64 ? stackalloc float[classes] : new float[classes];
        NeighborVote.Count(voters[..count], weights[..count], _targets, _model.WeighsByDistance, false, votes);
        return OutputScore.MostProbable(votes) == (int)_targets[row];
    }

    private void Remove(int row)
    {
        _near.Remove(row);
        foreach (int associate in _associates[row])
        {
            if (_near.Replace(associate, row) is { } found)
                _associates[found].Add(associate);
        }
        _associates[row] = [];
    }
}
