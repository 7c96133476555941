using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Neighbors.Distances;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// The nearest rows of every row among those that are left, while rows are taken out one by one. A longer list is searched for all rows at
/// the start; a row whose list has run out gets another one, of what is left then.
/// </summary>
internal sealed class RemainingNeighbors
{
    private const int SpareLists = 20;
    private const long ListedAtMost = 1 << 24;

    private readonly RowDistance _distance;
    private readonly float[] _inputs;
    private readonly int _width,
        _count,
        _neighbors,
        _threads;
    private readonly CancellationToken _cancellation;
    private readonly NeighborTable _lists;
    private readonly RowCopies? _copies;
    private readonly (int Row, double Distance)[]?[] _laterLists;
    private readonly int[] _next;
    private readonly int[] _rows;
    private readonly double[] _distances;
    private readonly int[] _found;
    private readonly bool[] _isGone;
    private int[] _indexed;
    private NeighborIndex _index;
    private int _left;

    /// <param name="distance">What near means.</param>
    /// <param name="inputs">The rows, <c>[rows × width]</c>.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="neighbors">How many near rows are known of each.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    /// <param name="cancellation">Looked at while searching.</param>
    /// <param name="copies">Which rows are copies of one another, and so are not each other's neighbours; null where none is.</param>
    internal RemainingNeighbors(
        RowDistance distance,
        float[] inputs,
        int width,
        int neighbors,
        int threads,
        CancellationToken cancellation,
        RowCopies? copies = null
    )
    {
        _copies = copies;
        _distance = distance;
        _inputs = inputs;
        _width = width;
        _neighbors = neighbors;
        _threads = threads;
        _cancellation = cancellation;
        _left = _count = inputs.Length / width;
        _indexed = [.. Enumerable.Range(0, _count)];
        _index = new NeighborIndex(distance, inputs, width);
        _lists = _index.SearchOthers(
            (int)Math.Max(neighbors, Math.Min(SpareLists * neighbors, ListedAtMost / Math.Max(1, _count))),
            threads,
            cancellation,
            copies
        );
        _laterLists = new (int, double)[]?[_count];
        _next = new int[_count];
        _rows = new int[_count * neighbors];
        _distances = new double[_count * neighbors];
        _found = new int[_count];
        _isGone = new bool[_count];
        for (int row = 0; row < _count; row++)
        {
            _found[row] = _next[row] = Math.Min(neighbors, _lists.RowsOf(row).Length);
            _lists.RowsOf(row)[.._found[row]].CopyTo(_rows.AsSpan(row * neighbors));
            _lists.DistancesOf(row)[.._found[row]].CopyTo(_distances.AsSpan(row * neighbors));
        }
    }

    /// <summary>The nearest rows that are left, nearest first; the row itself is not among them.</summary>
    internal ReadOnlySpan<int> RowsOf(int row) => _rows.AsSpan(row * _neighbors, _found[row]);

    /// <summary>How far they are.</summary>
    internal ReadOnlySpan<double> DistancesOf(int row) => _distances.AsSpan(row * _neighbors, _found[row]);

    /// <summary>Takes a row out. The lists that it is in are to be repaired by <see cref="Replace"/>.</summary>
    internal void Remove(int row)
    {
        _isGone[row] = true;
        _left--;
    }

    /// <summary>
    /// Takes a row that is gone off another one's list, and adds the next one that is left; gives that, or null where there is none.
    /// </summary>
    internal int? Replace(int row, int gone)
    {
        int start = row * _neighbors,
            place = RowsOf(row).IndexOf(gone),
            last = --_found[row];
        Array.Copy(_rows, start + place + 1, _rows, start + place, last - place);
        Array.Copy(_distances, start + place + 1, _distances, start + place, last - place);
        (int found, double distance) = Next(row);
        if (found < 0)
            return null;
        _rows[start + last] = found;
        _distances[start + last] = distance;
        _found[row]++;
        return found;
    }

    /// <summary>
    /// How far the nearest row of another class is from each row; positive infinity where there is none. Of all rows, gone or not.
    /// </summary>
    /// <param name="targets">The class indices.</param>
    internal double[] DistancesToOtherClasses(float[] targets)
    {
        var distances = new double[_count];
        var unknown = new List<int>();
        for (int row = 0; row < _count; row++)
        {
            int place = 0;
            ReadOnlySpan<int> near = _lists.RowsOf(row);
            while (place < near.Length && targets[near[place]] == targets[row])
                place++;
            if (place < near.Length)
                distances[row] = _lists.DistancesOf(row)[place];
            else
                unknown.Add(row);
        }
        foreach (IGrouping<float, int> rows in unknown.GroupBy(row => targets[row]))
        {
            int[] others = [.. Enumerable.Range(0, _count).Where(row => targets[row] != rows.Key)],
                asked = [.. rows];
            NeighborTable table = new NeighborIndex(_distance, Gather(others), _width).Search(Gather(asked), 1, _threads, _cancellation);
            for (int i = 0; i < asked.Length; i++)
                distances[asked[i]] = table.Width == 0 ? double.PositiveInfinity : table.Distances[i];
        }
        return distances;
    }

    private (int Row, double Distance) Next(int row)
    {
        while (true)
        {
            int length = _laterLists[row]?.Length ?? _lists.RowsOf(row).Length;
            while (_next[row] < length)
            {
                int place = _next[row]++;
                (int candidate, double distance) = _laterLists[row] is { } later
                    ? later[place]
                    : (_lists.RowsOf(row)[place], _lists.DistancesOf(row)[place]);
                if (!_isGone[candidate])
                    return (candidate, distance);
            }
            _next[row] = 0;
            _laterLists[row] = Search(row);
            if (_laterLists[row]!.Length == 0)
                return (-1, 0);
        }
    }

    /// <summary>The nearest rows that are left and are not known as near yet; none only where there are no more.</summary>
    private (int Row, double Distance)[] Search(int row)
    {
        if (_left < 0.7 * _indexed.Length)
        {
            _indexed = [.. Enumerable.Range(0, _count).Where(candidate => !_isGone[candidate])];
            _index = new NeighborIndex(_distance, Gather(_indexed), _width);
        }
        for (int asked = SpareLists * _neighbors + (_copies?.Most ?? 0); ; asked *= 4)
        {
            NeighborTable table = _index.Search(_inputs.AsMemory(row * _width, _width), asked, 1, _cancellation);
            var found = new List<(int, double)>();
            for (int i = 0; i < table.Width; i++)
            {
                int candidate = _indexed[table.Rows[i]];
                if (!_isGone[candidate] && !IsSame(candidate, row) && !RowsOf(row).Contains(candidate))
                    found.Add((candidate, table.Distances[i]));
            }
            if (found.Count > 0 || table.Width < asked)
                return [.. found];
        }
    }

    private bool IsSame(int first, int second) => first == second || _copies?.AreSame(first, second) == true;

    private float[] Gather(int[] rows) => RowGather.Of(_inputs, rows, _width);
}
