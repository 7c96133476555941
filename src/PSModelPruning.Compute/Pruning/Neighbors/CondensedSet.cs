using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Neighbors.Distances;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// A growing set of rows by which the nearest-neighbour rule classifies all rows right. Every row remembers the nearest of the set and is
/// compared only with what the set has gained since its last visit, block by block, so that in all each row meets each member once.
/// </summary>
/// <remarks>
/// Costs rows × members × inputs multiply-accumulates. Equally near members decide by the lower row index, as in a model of these rows.
/// </remarks>
internal sealed class CondensedSet
{
    private const int BlockRows = 512;

    private readonly RowDistance _distance;
    private readonly ReadOnlyMemory<float> _inputs,
        _targets;
    private readonly int _width,
        _threads,
        _count;
    private readonly List<int> _members = [];
    private readonly bool[] _isMember;
    private readonly int[] _nearest;
    private readonly double[] _distances;
    private readonly int[] _met;

    /// <param name="distance">What near means.</param>
    /// <param name="inputs">The rows, <c>[rows × width]</c>.</param>
    /// <param name="targets">Their class indices.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    internal CondensedSet(RowDistance distance, ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int width, int threads)
    {
        _distance = distance;
        _inputs = inputs;
        _targets = targets;
        _width = width;
        _threads = threads;
        _count = targets.Length;
        _isMember = new bool[_count];
        _nearest = new int[_count];
        Array.Fill(_nearest, -1);
        _distances = new double[_count];
        Array.Fill(_distances, double.PositiveInfinity);
        _met = new int[(_count + BlockRows - 1) / BlockRows];
    }

    /// <summary>The members in the order in which they were added.</summary>
    internal IReadOnlyList<int> Rows => _members;

    /// <summary>How far the nearest member is from a row, once the set has stopped growing.</summary>
    internal double DistanceTo(int row) => _distances[row];

    /// <summary>Visits all rows until none is added.</summary>
    internal void Grow(IWorkMonitor monitor)
    {
        int before;
        int visit = 0;
        do
        {
            before = _members.Count;
            visit++;
            for (int block = 0; block < _met.Length; block++)
            {
                monitor.Cancellation.ThrowIfCancellationRequested();
                monitor.Progress(
                    new WorkProgress(
                        "Condensing",
                        $"visit {visit}, {_members.Count:N0} of {_count:N0} rows kept",
                        (double)block / _met.Length
                    )
                );
                Visit(block, monitor.Cancellation);
            }
            monitor.Verbose($"Visit {visit} of all rows added {_members.Count - before:N0}; {_members.Count:N0} of {_count:N0} are kept.");
        } while (_members.Count > before);
    }

    private void Visit(int block, CancellationToken cancellation)
    {
        int first = block * BlockRows,
            end = Math.Min(_count, first + BlockRows),
            known = _members.Count;
        Meet(first, end, _met[block], cancellation);
        _met[block] = known;
        ReadOnlySpan<float> targets = _targets.Span;
        for (int row = first; row < end; row++)
        {
            for (int member = known; member < _members.Count; member++)
                Meet(row, _members[member], _distance.OfKey(_distance.Key(Row(row), Row(_members[member]))));
            if (_isMember[row] || (_nearest[row] >= 0 && targets[_nearest[row]] == targets[row]))
                continue;
            _isMember[row] = true;
            _members.Add(row);
            Meet(row, row, 0);
        }
    }

    /// <summary>Compares rows with the members from a number on.</summary>
    private void Meet(int first, int end, int fromMember, CancellationToken cancellation)
    {
        if (fromMember == _members.Count)
            return;
        // In the order of their indices, so that of equally near ones the search gives the lowest.
        int[] members = [.. _members.Skip(fromMember).Order()];
        float[] inputs = RowGather.Of(_inputs.Span, members, _width);
        NeighborTable table = new NeighborIndex(_distance, inputs, _width).Search(
            _inputs.Slice(first * _width, (end - first) * _width),
            1,
            _threads,
            cancellation
        );
        for (int row = first; row < end; row++)
            Meet(row, members[table.Rows[row - first]], table.Distances[row - first]);
    }

    private void Meet(int row, int member, double distance)
    {
        if (distance < _distances[row] || (distance == _distances[row] && member < _nearest[row]) || _nearest[row] < 0)
            (_nearest[row], _distances[row]) = (member, distance);
    }

    private ReadOnlySpan<float> Row(int row) => _inputs.Span.Slice(row * _width, _width);
}
