using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>What the scan adds to a nearness for one input.</summary>
internal interface IScanStep
{
    /// <summary>The nearness with one more input.</summary>
    static abstract Vector256<float> Add(Vector256<float> nearness, Vector256<float> prototypes, Vector256<float> query);
}

/// <summary>Adds the product.</summary>
internal readonly struct ProductStep : IScanStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> nearness, Vector256<float> prototypes, Vector256<float> query) =>
        Fma.IsSupported ? Fma.MultiplyAdd(prototypes, query, nearness) : nearness + prototypes * query;
}

/// <summary>Takes the absolute difference off.</summary>
internal readonly struct DifferenceStep : IScanStep
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> nearness, Vector256<float> prototypes, Vector256<float> query) =>
        nearness - Vector256.Abs(prototypes - query);
}

/// <summary>
/// The innermost loops of the search: the nearness of one panel's rows to one or six queries, held in registers, and which of them reach
/// the queries' limits. A nearness that is not a number reaches every limit.
/// </summary>
internal static unsafe class PanelScan
{
    /// <summary>Queries of a tile: with two vectors each they fill twelve of sixteen registers.</summary>
    internal const int TileQueries = 6;

    /// <summary>Scans a panel for six queries.</summary>
    /// <param name="panel">The panel, <c>[inputs × 16]</c>.</param>
    /// <param name="starts">What the nearness begins with, <c>[16]</c>.</param>
    /// <param name="queries">The queries, <c>[inputs × 6]</c>.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="limits">The least nearness that counts, <c>[6]</c>.</param>
    /// <param name="hits">Receives a bit for each row of the panel, <c>[6]</c>; only where the result is true.</param>
    /// <returns>Whether any row counts for any query.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool Tile<TStep>(float* panel, float* starts, float* queries, int width, float* limits, uint* hits)
        where TStep : struct, IScanStep
    {
        Vector256<float> a0 = Vector256.Load(starts),
            b0 = Vector256.Load(starts + 8);
        Vector256<float> a1 = a0,
            b1 = b0,
            a2 = a0,
            b2 = b0,
            a3 = a0,
            b3 = b0,
            a4 = a0,
            b4 = b0,
            a5 = a0,
            b5 = b0;
        for (int i = 0; i < width; i++)
        {
            Vector256<float> low = Vector256.Load(panel),
                high = Vector256.Load(panel + 8);
            Vector256<float> query = Vector256.Create(queries[0]);
            a0 = TStep.Add(a0, low, query);
            b0 = TStep.Add(b0, high, query);
            query = Vector256.Create(queries[1]);
            a1 = TStep.Add(a1, low, query);
            b1 = TStep.Add(b1, high, query);
            query = Vector256.Create(queries[2]);
            a2 = TStep.Add(a2, low, query);
            b2 = TStep.Add(b2, high, query);
            query = Vector256.Create(queries[3]);
            a3 = TStep.Add(a3, low, query);
            b3 = TStep.Add(b3, high, query);
            query = Vector256.Create(queries[4]);
            a4 = TStep.Add(a4, low, query);
            b4 = TStep.Add(b4, high, query);
            query = Vector256.Create(queries[5]);
            a5 = TStep.Add(a5, low, query);
            b5 = TStep.Add(b5, high, query);
            panel += PackedRows.PanelRows;
            queries += TileQueries;
        }
        uint any = hits[0] = Reached(a0, b0, limits[0]);
        any |= hits[1] = Reached(a1, b1, limits[1]);
        any |= hits[2] = Reached(a2, b2, limits[2]);
        any |= hits[3] = Reached(a3, b3, limits[3]);
        any |= hits[4] = Reached(a4, b4, limits[4]);
        any |= hits[5] = Reached(a5, b5, limits[5]);
        return any != 0;
    }

    /// <summary>Scans a panel for one query, of which input i lies at <c>i × stride</c>.</summary>
    /// <returns>A bit for each row of the panel that counts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static uint Single<TStep>(float* panel, float* starts, float* query, int stride, int width, float limit)
        where TStep : struct, IScanStep
    {
        Vector256<float> a = Vector256.Load(starts),
            b = Vector256.Load(starts + 8);
        for (int i = 0; i < width; i++)
        {
            Vector256<float> value = Vector256.Create(*query);
            a = TStep.Add(a, Vector256.Load(panel), value);
            b = TStep.Add(b, Vector256.Load(panel + 8), value);
            panel += PackedRows.PanelRows;
            query += stride;
        }
        return Reached(a, b, limit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Reached(Vector256<float> a, Vector256<float> b, float limit)
    {
        Vector256<float> limits = Vector256.Create(limit);
        uint below =
            Vector256.LessThan(a, limits).ExtractMostSignificantBits() | Vector256.LessThan(b, limits).ExtractMostSignificantBits() << 8;
        return ~below & 0xFFFF;
    }
}
