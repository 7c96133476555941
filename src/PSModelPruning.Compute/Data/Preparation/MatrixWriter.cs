using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>A feature whose preparation is fitted.</summary>
/// <param name="Column">Its place in the raw table.</param>
/// <param name="Feature">How it is prepared.</param>
internal sealed record PreparedFeature(int Column, DatasetColumn Feature);

/// <summary>The rows of a data set.</summary>
/// <param name="Inputs">The prepared inputs, <c>[rows, inputs]</c>.</param>
/// <param name="Targets">What is learned, <c>[rows]</c>: class indices, or numbers counted from the target's offset.</param>
/// <param name="Exact">The numbers of a regression as they were read; empty for classes.</param>
internal sealed record WrittenRows(MemoryStore Inputs, float[] Targets, double[] Exact);

/// <summary>
/// Writes the prepared inputs <c>[rows, inputs]</c> and targets <c>[rows]</c> of a raw table straight into their places, a block of rows a
/// task.
/// </summary>
/// <param name="table">The raw table.</param>
/// <param name="plan">Which row goes where.</param>
/// <param name="target">The fitted target.</param>
/// <param name="features">The fitted features.</param>
/// <param name="culture">The culture of numbers and dates.</param>
/// <param name="chunkNumbers">See <see cref="MemoryStore.Create"/>.</param>
internal sealed class MatrixWriter(
    RawTable table,
    RowPlan plan,
    TargetFit target,
    IReadOnlyList<PreparedFeature> features,
    CultureInfo culture,
    int? chunkNumbers = null
)
{
    /// <summary>One of the arrays that the inputs lie in.</summary>
    private readonly struct Chunk(MemoryStore store, int index)
    {
        internal float[] Numbers { get; } = store.Chunk(index);

        internal int FirstRow { get; } = index * store.RowsPerChunk;

        internal int RowCount { get; } = Math.Min(store.RowsPerChunk, store.RowCount - index * store.RowsPerChunk);

        internal int Width { get; } = store.Width;

        internal bool Holds(int place) => (uint)(place - FirstRow) < (uint)RowCount;

        internal Span<float> Row(int place) => Numbers.AsSpan((place - FirstRow) * Width, Width);
    }

    /// <summary>
    /// Rows that are written column by column before the next ones: few enough for their inputs to stay in the first cache.
    /// </summary>
    private const int Run = 256;

    /// <summary>The prepared data.</summary>
    internal WrittenRows Write(int width, CancellationToken cancellation)
    {
        int rows = plan.Fates.Length - plan.Count(RowFate.Dropped) + plan.Repeated.Count;
        MemoryStore inputs = MemoryStore.Create(rows, width, chunkNumbers);
        var targets = new float[rows];
        int[] places = plan.Places();
        ColumnPreparer[] preparers = [.. features.Select(feature => new ColumnPreparer(feature.Feature, culture))];
        int[]?[] maps = [.. features.Select(feature => Map(feature.Column, feature.Feature))];
        CoreLoop.Run(table.Blocks.Count, b => WriteBlock(b, preparers, maps, places, inputs, targets), cancellation);
        double[] exact = Exact(places, rows);
        Repeat(inputs, targets, exact, places);
        return new WrittenRows(inputs, targets, exact);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteBlock(int b, ColumnPreparer[] preparers, int[]?[] maps, int[] places, MemoryStore inputs, float[] targets)
    {
        RawBlock block = table.Blocks[b];
        ReadOnlySpan<int> own = places.AsSpan(table.FirstRows[b], block.RowCount);
        for (int row = 0; row < own.Length; row++)
        {
            if (own[row] >= 0)
                targets[own[row]] = target.Values[table.FirstRows[b] + row];
        }
        // Column by column inside a run of rows that fits the cache.
        for (int start = 0; start < own.Length; start += Run)
        {
            ReadOnlySpan<int> rowPlaces = own.Slice(start, Math.Min(Run, own.Length - start));
            for (int chunk = 0; chunk < inputs.ChunkCount; chunk++)
            {
                var part = new Chunk(inputs, chunk);
                for (int f = 0; f < preparers.Length; f++)
                    WriteColumn(block.Columns[features[f].Column]!, start, rowPlaces, preparers[f], maps[f], features[f].Column, part);
            }
        }
    }

    private void WriteColumn(
        RawValues values,
        int start,
        ReadOnlySpan<int> places,
        ColumnPreparer preparer,
        int[]? map,
        int column,
        Chunk inputs
    )
    {
        DatasetColumn feature = preparer.Column;
        int first = feature.FirstInput;
        int count = feature.InputCount;
        if (preparer.IsNumeric && feature.ClipLow is null && values.MissingCount == 0 && !values.Singles.IsEmpty)
        {
            WriteNumbers(values.Singles.Slice(start, places.Length), places, feature.Offset, feature.Divisor, inputs, first);
            return;
        }
        if (preparer.IsNumeric)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (inputs.Holds(places[i]))
                    preparer.WriteNumber(values.Number(start + i), inputs.Row(places[i]).Slice(first, 1));
            }
            return;
        }
        for (int i = 0; i < places.Length; i++)
        {
            if (!inputs.Holds(places[i]))
                continue;
            Span<float> own = inputs.Row(places[i]).Slice(first, count);
            if (values.Codes is { } codes)
            {
                int raw = codes[start + i];
                if (feature.Encoding == ColumnEncoding.Hash)
                    preparer.WriteHash(raw < 0 ? null : table.Columns[column].Texts[raw], own);
                else
                    preparer.WriteCode(raw < 0 ? -1 : map![raw], raw < 0, own);
            }
            else
            {
                // A boolean column of the numbers 0 and 1.
                double number = values.Number(start + i);
                preparer.WriteCode(double.IsNaN(number) ? -1 : (int)number, double.IsNaN(number), own);
            }
        }
    }

    /// <summary>What <see cref="ColumnPreparer.WriteNumber"/> does, for numbers of which none is missing and none is clipped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteNumbers(
        ReadOnlySpan<float> values,
        ReadOnlySpan<int> places,
        double offset,
        double divisor,
        Chunk inputs,
        int first
    )
    {
        float[] numbers = inputs.Numbers;
        int firstRow = inputs.FirstRow,
            rows = inputs.RowCount,
            width = inputs.Width;
        Span<float> scaled = stackalloc float[Run];
        Scale(values, offset, divisor, scaled);
        for (int i = 0; i < values.Length; i++)
        {
            // A row that was dropped has the place -1, which is in no array either.
            int place = places[i] - firstRow;
            if ((uint)place < (uint)rows)
                numbers[place * width + first] = scaled[i];
        }
    }

    /// <summary>(value - offset) / divisor in float64, rounded to float32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scale(ReadOnlySpan<float> values, double offset, double divisor, Span<float> scaled)
    {
        var offsets = new Vector<double>(offset);
        var divisors = new Vector<double>(divisor);
        int i = 0;
        for (; i + Vector<float>.Count <= values.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out Vector<double> low, out Vector<double> high);
            Vector.Narrow((low - offsets) / divisors, (high - offsets) / divisors).CopyTo(scaled[i..]);
        }
        for (; i < values.Length; i++)
            scaled[i] = (float)((values[i] - offset) / divisor);
    }

    private int[]? Map(int column, DatasetColumn feature) =>
        table.Columns[column].Storage == RawStorage.Text ? RawColumns.CodeMap(table.Columns[column].Texts, feature.Categories) : null;

    /// <summary>The numbers of a regression as they were read, in the order of the rows; empty for classes.</summary>
    private double[] Exact(int[] places, int rows)
    {
        if (target.Exact.Length == 0)
            return [];
        var exact = new double[rows];
        for (int row = 0; row < places.Length; row++)
        {
            if (places[row] >= 0)
                exact[places[row]] = target.Exact[row];
        }
        return exact;
    }

    private void Repeat(MemoryStore inputs, float[] targets, double[] exact, int[] places)
    {
        int place = plan.Count(RowFate.Training);
        foreach (int row in plan.Repeated)
        {
            inputs.Row(places[row]).CopyTo(inputs.Row(place));
            targets[place] = targets[places[row]];
            if (exact.Length > 0)
                exact[place] = exact[places[row]];
            place++;
        }
    }
}
