using System.Numerics;
using PSModelPruning.Compute.Models.Neighbors.Distances;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>
/// The search for some hundred queries, on one thread: block after block of prototypes, tile after tile of queries. Each query keeps its
/// nearest so far, in order; a prototype is measured exactly only where its nearness reaches the worst of them.
/// </summary>
internal sealed unsafe class ChunkSearch
{
    private const int BlockBytes = 192 * 1024;

    private readonly NeighborIndex _index;
    private readonly PackedRows _panels;
    private readonly RowDistance _distance;
    private readonly ReadOnlyMemory<float> _queries;
    private readonly int _count,
        _width,
        _neighbors;
    private readonly float[] _packed;
    private readonly double[] _squaredNorms;
    private readonly float[] _norms,
        _limits;
    private readonly double[] _keys;
    private readonly int[] _rows;
    private readonly int[] _found;

    /// <param name="index">What is searched.</param>
    /// <param name="queries">The queries, <c>[count × width]</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="neighbors">Neighbours of each; at most the prototypes.</param>
    internal ChunkSearch(NeighborIndex index, ReadOnlyMemory<float> queries, int count, int neighbors)
    {
        _index = index;
        _panels = index.Panels;
        _distance = index.Distance;
        _queries = queries;
        _count = count;
        _width = index.Width;
        _neighbors = neighbors;
        int tiles = (count + PanelScan.TileQueries - 1) / PanelScan.TileQueries;
        _packed = new float[tiles * PanelScan.TileQueries * _width];
        _squaredNorms = new double[count];
        _norms = new float[count];
        _limits = new float[count];
        _keys = new double[count * neighbors];
        _rows = new int[count * neighbors];
        _found = new int[count];
        Pack();
    }

    /// <summary>Searches.</summary>
    internal void Run(CancellationToken cancellation)
    {
        if (_distance.ScansProducts)
            Run<ProductStep>(cancellation);
        else
            Run<DifferenceStep>(cancellation);
    }

    /// <summary>Writes what was found.</summary>
    internal void CopyTo(NeighborTable table, int firstRow)
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            table.Rows[firstRow * _neighbors + i] = _rows[i];
            table.Distances[firstRow * _neighbors + i] = _distance.OfKey(_keys[i]);
        }
    }

    /// <summary>
    /// Writes what was found for queries that are the prototypes from <paramref name="firstRow"/> on, themselves left out.
    /// </summary>
    internal void CopyOthersTo(NeighborTable table, int firstRow)
    {
        for (int query = 0; query < _count; query++)
        {
            int to = (firstRow + query) * table.Width;
            for (int i = query * _neighbors, end = (firstRow + query + 1) * table.Width; to < end; i++)
            {
                if (_rows[i] == firstRow + query)
                    continue;
                table.Rows[to] = _rows[i];
                table.Distances[to++] = _distance.OfKey(_keys[i]);
            }
        }
    }

    private void Pack()
    {
        var row = new float[_width];
        for (int query = 0; query < _count; query++)
        {
            double norm = _panels.Prepare(_queries.Span.Slice(query * _width, _width), row);
            _squaredNorms[query] = norm * norm;
            _norms[query] = (float)norm;
            _limits[query] = float.NegativeInfinity;
            Span<float> place = _packed.AsSpan(
                query / PanelScan.TileQueries * PanelScan.TileQueries * _width + query % PanelScan.TileQueries
            );
            for (int i = 0; i < row.Length; i++)
                place[i * PanelScan.TileQueries] = row[i];
        }
    }

    private void Run<TStep>(CancellationToken cancellation)
        where TStep : struct, IScanStep
    {
        int panelsAtOnce = Math.Max(1, BlockBytes / (_width * PackedRows.PanelRows * sizeof(float)));
        fixed (
            float* panels = _panels.Inputs,
                starts = _panels.Starts,
                queries = _packed
        )
        {
            for (int first = 0; first < _panels.Count; first += panelsAtOnce)
            {
                cancellation.ThrowIfCancellationRequested();
                int end = Math.Min(_panels.Count, first + panelsAtOnce);
                int query = 0;
                for (; query <= _count - PanelScan.TileQueries; query += PanelScan.TileQueries)
                    ScanTile<TStep>(panels, starts, queries + query * _width, query, first, end);
                for (; query < _count; query++)
                    ScanSingle<TStep>(
                        panels,
                        starts,
                        queries + query / PanelScan.TileQueries * PanelScan.TileQueries * _width + query % PanelScan.TileQueries,
                        query,
                        first,
                        end
                    );
            }
        }
    }

    private void ScanTile<TStep>(float* panels, float* starts, float* queries, int query, int first, int end)
        where TStep : struct, IScanStep
    {
        float* limits = stackalloc float[PanelScan.TileQueries];
        uint* hits = stackalloc uint[PanelScan.TileQueries];
        for (int panel = first; panel < end; panel++)
        {
            float slack = _panels.Slacks[panel],
                slackOfNorm = _panels.SlacksOfNorm[panel];
            for (int i = 0; i < PanelScan.TileQueries; i++)
                limits[i] = _limits[query + i] - slack - slackOfNorm * _norms[query + i];
            if (
                !PanelScan.Tile<TStep>(
                    panels + (long)panel * PackedRows.PanelRows * _width,
                    starts + panel * PackedRows.PanelRows,
                    queries,
                    _width,
                    limits,
                    hits
                )
            )
                continue;
            for (int i = 0; i < PanelScan.TileQueries; i++)
            {
                if (hits[i] != 0)
                    Measure(query + i, panel * PackedRows.PanelRows, hits[i]);
            }
        }
    }

    private void ScanSingle<TStep>(float* panels, float* starts, float* packed, int query, int first, int end)
        where TStep : struct, IScanStep
    {
        for (int panel = first; panel < end; panel++)
        {
            uint hits = PanelScan.Single<TStep>(
                panels + (long)panel * PackedRows.PanelRows * _width,
                starts + panel * PackedRows.PanelRows,
                packed,
                PanelScan.TileQueries,
                _width,
                _limits[query] - _panels.Slacks[panel] - _panels.SlacksOfNorm[panel] * _norms[query]
            );
            if (hits != 0)
                Measure(query, panel * PackedRows.PanelRows, hits);
        }
    }

    private void Measure(int query, int firstPrototype, uint hits)
    {
        ReadOnlySpan<float> row = _queries.Span.Slice(query * _width, _width);
        Span<double> keys = _keys.AsSpan(query * _neighbors, _neighbors);
        Span<int> rows = _rows.AsSpan(query * _neighbors, _neighbors);
        for (; hits != 0; hits &= hits - 1)
        {
            int prototype = firstPrototype + BitOperations.TrailingZeroCount(hits);
            if (prototype >= _index.Count)
                return;
            double key = _distance.Key(row, _index.Prototype(prototype));
            int found = _found[query];
            if (found < _neighbors)
                _found[query] = ++found;
            else if (!(key < keys[^1]))
                continue;
            // Prototypes come in the order of their indices, so that equal ones stay in it.
            int place = found - 1;
            for (; place > 0 && keys[place - 1] > key; place--)
            {
                keys[place] = keys[place - 1];
                rows[place] = rows[place - 1];
            }
            keys[place] = key;
            rows[place] = prototype;
            if (found == _neighbors)
                _limits[query] = Limit(query, keys[^1]);
        }
    }

    /// <summary>The least nearness that counts, before what rounding may have taken from it is taken off; itself rounded down.</summary>
    private float Limit(int query, double key)
    {
        const double down = 1.0 / (1 << 21);
        double limit = _distance.Limit(key, _squaredNorms[query], _width);
        return (float)(limit - Math.Abs(limit) * down);
    }
}
