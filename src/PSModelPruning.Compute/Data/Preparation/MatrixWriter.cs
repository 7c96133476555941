using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>A feature whose preparation is fitted.</summary>
/// <param name="Column">Its place in the raw table.</param>
/// <param name="Feature">How it is prepared.</param>
internal sealed record PreparedFeature(int Column, DatasetColumn Feature);

/// <summary>
/// Writes the prepared inputs <c>[rows, inputs]</c> and targets <c>[rows]</c> of a raw table straight into their places, a block of rows a
/// task.
/// </summary>
internal sealed class MatrixWriter(
    RawTable table,
    RowPlan plan,
    TargetFit target,
    IReadOnlyList<PreparedFeature> features,
    CultureInfo culture
)
{
    /// <summary>
    /// Rows that are written column by column before the next ones: few enough for their inputs to stay in the first cache.
    /// </summary>
    private const int Run = 256;

    /// <summary>The prepared data.</summary>
    internal (float[] Inputs, float[] Targets) Write(int width, CancellationToken cancellation)
    {
        int rows = plan.Fates.Length - plan.Count(RowFate.Dropped) + plan.Repeated.Count;
        if ((long)rows * width > Array.MaxLength)
            throw DataErrors.TooLarge(rows, width);
        float[] inputs = GC.AllocateUninitializedArray<float>(rows * width);
        var targets = new float[rows];
        int[] places = plan.Places();
        ColumnPreparer[] preparers = [.. features.Select(feature => new ColumnPreparer(feature.Feature, culture))];
        int[]?[] maps = [.. features.Select(feature => Map(feature.Column, feature.Feature))];
        CoreLoop.Run(table.Blocks.Count, b => WriteBlock(b, preparers, maps, places, inputs, targets, width), cancellation);
        Repeat(inputs, targets, places, width);
        return (inputs, targets);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteBlock(int b, ColumnPreparer[] preparers, int[]?[] maps, int[] places, float[] inputs, float[] targets, int width)
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
            for (int f = 0; f < preparers.Length; f++)
                WriteColumn(block.Columns[features[f].Column]!, start, rowPlaces, preparers[f], maps[f], features[f].Column, inputs, width);
        }
    }

    private void WriteColumn(
        RawValues values,
        int start,
        ReadOnlySpan<int> places,
        ColumnPreparer preparer,
        int[]? map,
        int column,
        float[] inputs,
        int width
    )
    {
        DatasetColumn feature = preparer.Column;
        int first = feature.FirstInput;
        int count = feature.InputCount;
        if (preparer.IsNumeric && feature.ClipLow is null && values.MissingCount == 0 && !values.Singles.IsEmpty)
        {
            WriteNumbers(values.Singles.Slice(start, places.Length), places, feature.Offset, feature.Divisor, inputs, first, width);
            return;
        }
        if (preparer.IsNumeric)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (places[i] >= 0)
                    preparer.WriteNumber(values.Number(start + i), inputs.AsSpan(places[i] * width + first, 1));
            }
            return;
        }
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] < 0)
                continue;
            Span<float> own = inputs.AsSpan(places[i] * width + first, count);
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
        float[] inputs,
        int first,
        int width
    )
    {
        Span<float> scaled = stackalloc float[Run];
        Scale(values, offset, divisor, scaled);
        for (int i = 0; i < values.Length; i++)
        {
            int place = places[i];
            if (place >= 0)
                inputs[place * width + first] = scaled[i];
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

    private void Repeat(float[] inputs, float[] targets, int[] places, int width)
    {
        int place = plan.Count(RowFate.Training);
        foreach (int row in plan.Repeated)
        {
            inputs.AsSpan(places[row] * width, width).CopyTo(inputs.AsSpan(place * width, width));
            targets[place] = targets[places[row]];
            place++;
        }
    }
}
