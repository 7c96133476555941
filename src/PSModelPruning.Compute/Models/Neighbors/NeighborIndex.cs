using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors.Distances;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>
/// Finds the nearest of many rows by comparing with all of them, in blocks that stay in the processor's cache; nowhere is a matrix of all
/// distances.
/// The result is that of exact distances in double precision: single precision only decides which pairs are measured. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>Costs rows × prototypes × inputs multiply-accumulates, and memory for one more copy of the prototypes.</remarks>
internal sealed class NeighborIndex
{
    private readonly ReadOnlyMemory<float> _prototypes;

    /// <param name="distance">What near means.</param>
    /// <param name="prototypes">The rows that are searched, <c>[count × width]</c>; must not change.</param>
    /// <param name="width">Inputs of a row.</param>
    internal NeighborIndex(RowDistance distance, ReadOnlyMemory<float> prototypes, int width)
    {
        Distance = distance;
        Width = width;
        Count = prototypes.Length / width;
        _prototypes = prototypes;
        Panels = new PackedRows(distance, prototypes.Span, Count, width);
    }

    internal RowDistance Distance { get; }

    /// <summary>Inputs of a row.</summary>
    internal int Width { get; }

    /// <summary>Prototypes.</summary>
    internal int Count { get; }

    internal PackedRows Panels { get; }

    /// <summary>The inputs of a prototype.</summary>
    internal ReadOnlySpan<float> Prototype(int index) => _prototypes.Span.Slice(index * Width, Width);

    /// <summary>Finds the nearest prototypes of rows.</summary>
    /// <param name="queries">The rows, <c>[rows × width]</c>.</param>
    /// <param name="neighbors">How many for each; at most <see cref="Count"/> are found.</param>
    /// <param name="threads">Threads; 0 takes all processors. The result does not depend on them.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    internal NeighborTable Search(ReadOnlyMemory<float> queries, int neighbors, int threads = 0, CancellationToken cancellation = default)
    {
        int rows = queries.Length / Width,
            width = Math.Min(neighbors, Count);
        var table = new NeighborTable(width, new int[checked(rows * width)], new double[rows * width]);
        if (width == 0)
            return table;
        ForEachChunk(rows, threads, cancellation, (first, count) =>
        {
            var search = new ChunkSearch(this, queries.Slice(first * Width, count * Width), count, width);
            search.Run(cancellation);
            search.CopyTo(table, first);
        });
        return table;
    }

    /// <summary>The nearest prototypes of each prototype, itself not counted: at most <see cref="Count"/> - 1.</summary>
    /// <param name="neighbors">How many for each.</param>
    /// <param name="threads">Threads; 0 takes all processors.</param>
    /// <param name="cancellation">Looked at every few hundred rows.</param>
    /// <param name="copies">Which prototypes are copies of one another: these are not counted either. Null where none is.</param>
    internal NeighborTable SearchOthers(int neighbors, int threads = 0, CancellationToken cancellation = default, RowCopies? copies = null)
    {
        if (copies is not null)
            return SearchOthers(neighbors + copies.Most - 1, threads, cancellation).Without(copies, Math.Min(neighbors, Count - 1));
        int width = Math.Min(neighbors, Count - 1);
        var table = new NeighborTable(width, new int[checked(Count * width)], new double[Count * width]);
        if (width == 0)
            return table;
        ForEachChunk(Count, threads, cancellation, (first, count) =>
        {
            var search = new ChunkSearch(this, _prototypes.Slice(first * Width, count * Width), count, width + 1);
            search.Run(cancellation);
            search.CopyOthersTo(table, first);
        });
        return table;
    }

    private void ForEachChunk(int rows, int threads, CancellationToken cancellation, Action<int, int> work)
    {
        const int mostRows = 40 * PanelScan.TileQueries;
        const double worthAThread = 1e6;
        int processors = ThreadLimit.Of(threads);
        if ((double)rows * Count * Width < worthAThread)
            processors = 1;
        // A few chunks a processor, so that none waits long for another; each long enough that the prototypes seldom come from main memory.
        int chunk = Math.Clamp((rows + 4 * processors - 1) / (4 * processors), 1, mostRows);
        chunk = (chunk + PanelScan.TileQueries - 1) / PanelScan.TileQueries * PanelScan.TileQueries;
        int chunks = (rows + chunk - 1) / chunk;
        CoreLoop.Run(chunks, i => work(i * chunk, Math.Min(chunk, rows - i * chunk)), cancellation, processors);
    }
}
