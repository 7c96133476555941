using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Data;

/// <summary>The numbers of one column in the training partition, for its statistics. Rents its memory; dispose it.</summary>
internal sealed class NumberSample : INumberStatistics, IDisposable
{
    private readonly Source? _source;
    private double[]? _values;
    private double[]? _sorted;
    private double? _mean;
    private double? _deviation;

    private NumberSample(double[] values, int count, int missing)
    {
        _values = values;
        Count = count;
        Missing = missing;
    }

    /// <summary>A column whose numbers are picked out only where more than mean and deviation is asked for.</summary>
    private NumberSample(RawTable table, int column, RowPlan plan)
    {
        _source = new Source(table, column, plan);
        Count = plan.Count(RowFate.Training);
    }

    private sealed record Source(RawTable Table, int Column, RowPlan Plan);

    /// <summary>Numbers that are present.</summary>
    internal int Count { get; private set; }

    /// <summary>Missing values in the training partition.</summary>
    internal int Missing { get; }

    internal Span<double> Values => PickedOut.AsSpan(0, Count);

    private double[] PickedOut => _values ??= PickOut(_source!.Table, _source.Column, _source.Plan, out _, out _);

    public double Mean =>
        _mean ??= _values is null ? TrainingMask.Mean(_source!.Table, _source.Column, _source.Plan.Mask, Count) : MeanOf(Values);

    public double Minimum
    {
        get
        {
            double least = double.PositiveInfinity;
            foreach (double value in Values)
                least = Math.Min(least, value);
            return least;
        }
    }

    public double Maximum
    {
        get
        {
            double greatest = double.NegativeInfinity;
            foreach (double value in Values)
                greatest = Math.Max(greatest, value);
            return greatest;
        }
    }

    /// <summary>The greatest distance of a number from an origin.</summary>
    internal double Reach(double origin) =>
        _values is null ? TrainingMask.Reach(_source!.Table, _source.Column, origin) : Math.Max(Maximum - origin, origin - Minimum);

    public double StandardDeviation => _deviation ??= Finite(Deviation());

    /// <summary>The most frequent number; the least of several.</summary>
    internal double Mode
    {
        get
        {
            ReadOnlySpan<double> sorted = Sorted();
            double mode = sorted[0];
            int most = 0;
            for (int start = 0; start < sorted.Length; )
            {
                int end = start;
                while (end < sorted.Length && sorted[end] == sorted[start])
                    end++;
                if (end - start > most)
                    (mode, most) = (sorted[start], end - start);
                start = end;
            }
            return mode;
        }
    }

    public double Quantile(double fraction)
    {
        ReadOnlySpan<double> sorted = Sorted();
        double place = fraction * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    /// <summary>Moves every number into the bounds.</summary>
    internal void Clip(double low, double high)
    {
        Span<double> values = Values;
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Clamp(values[i], low, high);
        Forget();
    }

    /// <summary>Adds the replacement once for each missing value, so that the scale is that of the filled column.</summary>
    internal void Fill(double replacement)
    {
        if (Missing == 0)
            return;
        PickedOut.AsSpan(Count, Missing).Fill(replacement);
        Count += Missing;
        Forget();
    }

    /// <summary>The column's training rows.</summary>
    internal static NumberSample Take(RawTable table, int column, RowPlan plan)
    {
        if (TrainingMask.Fits(table, column))
            return new NumberSample(table, column, plan);
        double[] values = PickOut(table, column, plan, out int count, out int missing);
        return new NumberSample(values, count, missing);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] PickOut(RawTable table, int column, RowPlan plan, out int count, out int missing)
    {
        int[][] training = plan.TrainingRows(table);
        double[] values = ArrayPool<double>.Shared.Rent(table.RowCount);
        count = 0;
        missing = 0;
        for (int b = 0; b < training.Length; b++)
        {
            RawValues block = table.Blocks[b].Columns[column]!;
            foreach (int row in training[b])
            {
                double value = block.Number(row);
                if (double.IsNaN(value))
                    missing++;
                else
                    values[count++] = value;
            }
        }
        return values;
    }

    /// <summary>Numbers from elsewhere, with room for missing ones.</summary>
    internal static NumberSample Of(IEnumerable<double> numbers, int missing)
    {
        double[] all = [.. numbers];
        double[] values = ArrayPool<double>.Shared.Rent(all.Length + missing);
        all.CopyTo(values, 0);
        return new NumberSample(values, all.Length, missing);
    }

    public void Dispose()
    {
        if (_values is not null)
            ArrayPool<double>.Shared.Return(_values);
        Forget();
    }

    private double Deviation() =>
        _values is null
            ? TrainingMask.StandardDeviation(_source!.Table, _source.Column, _source.Plan.Mask, Count, Mean)
            : Math.Sqrt(SumOfSquares(Values, Mean) / Count);

    /// <summary>The deviation where its squares are too large for float64: that of the numbers as fractions of the largest.</summary>
    private double Finite(double deviation)
    {
        if (double.IsFinite(deviation) || Count == 0)
            return deviation;
        double largest = Math.Max(Math.Abs(Minimum), Math.Abs(Maximum)),
            mean = Mean / largest,
            squares = 0;
        foreach (double value in Values)
            squares += (value / largest - mean) * (value / largest - mean);
        return Math.Sqrt(squares / Count) * largest;
    }

    private static double MeanOf(ReadOnlySpan<double> values)
    {
        double mean = Sum(values) / values.Length;
        if (double.IsFinite(mean) || values.Length == 0)
            return mean;
        mean = 0;
        foreach (double value in values)
            mean += value / values.Length;
        return mean;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(ReadOnlySpan<double> values)
    {
        var sums = Vector<double>.Zero;
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (Vector<double> vector in vectors)
            sums += vector;
        double sum = Vector.Sum(sums);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
            sum += value;
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SumOfSquares(ReadOnlySpan<double> values, double mean)
    {
        var means = new Vector<double>(mean);
        var squares = Vector<double>.Zero;
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        foreach (Vector<double> vector in vectors)
            squares += (vector - means) * (vector - means);
        double sum = Vector.Sum(squares);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
            sum += (value - mean) * (value - mean);
        return sum;
    }

    private ReadOnlySpan<double> Sorted()
    {
        if (_sorted is null)
        {
            _sorted = ArrayPool<double>.Shared.Rent(Math.Max(Count, 1));
            Values.CopyTo(_sorted);
            _sorted.AsSpan(0, Count).Sort();
        }
        return _sorted.AsSpan(0, Count);
    }

    private void Forget()
    {
        if (_sorted is not null)
            ArrayPool<double>.Shared.Return(_sorted);
        _sorted = null;
        _mean = null;
        _deviation = null;
    }
}
