using PSModelPruning.Compute.Models.Neighbors.Distances;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>
/// Prototypes as they are scanned: in panels of <see cref="PanelRows"/> rows in which the same input of all rows lies together, so that one
/// vector instruction works on as many rows as it has lanes. What is missing to a last whole panel is rows that are never near.
/// </summary>
internal sealed class PackedRows
{
    /// <summary>Rows of a panel.</summary>
    internal const int PanelRows = 16;

    private readonly RowDistance _distance;
    private readonly float[] _centre;

    /// <param name="distance">What the rows are scanned for.</param>
    /// <param name="rows">The rows, <c>[count × width]</c>.</param>
    /// <param name="count">How many.</param>
    /// <param name="width">Inputs of a row.</param>
    internal PackedRows(RowDistance distance, ReadOnlySpan<float> rows, int count, int width)
    {
        _distance = distance;
        Width = width;
        Count = (count + PanelRows - 1) / PanelRows;
        _centre = distance.IsCentred ? Mean(rows, count, width) : [];
        Inputs = GC.AllocateUninitializedArray<float>(checked(Count * PanelRows * width));
        Starts = new float[Count * PanelRows];
        Slacks = new float[Count];
        SlacksOfNorm = new float[Count];
        Pack(rows, count);
    }

    /// <summary>Inputs of a row.</summary>
    internal int Width { get; }

    /// <summary>Panels.</summary>
    internal int Count { get; }

    /// <summary><c>[panels × inputs × rows of a panel]</c>.</summary>
    internal float[] Inputs { get; }

    /// <summary>What each row's nearness begins with, <c>[panels × rows of a panel]</c>.</summary>
    internal float[] Starts { get; }

    /// <summary>See <see cref="RowDistance.Slack"/>, <c>[panels]</c>.</summary>
    internal float[] Slacks { get; }

    /// <summary>See <see cref="RowDistance.SlackOfNorm"/>, <c>[panels]</c>.</summary>
    internal float[] SlacksOfNorm { get; }

    /// <summary>Brings a query to the form in which the rows are scanned.</summary>
    /// <param name="row">The query.</param>
    /// <param name="packed">Receives it.</param>
    /// <returns>Its Euclidean norm in that form.</returns>
    internal double Prepare(ReadOnlySpan<float> row, Span<float> packed)
    {
        row.CopyTo(packed);
        for (int i = 0; i < _centre.Length; i++)
            packed[i] -= _centre[i];
        _distance.Transform(packed);
        double squares = 0;
        foreach (float value in packed)
            squares += (double)value * value;
        return Math.Sqrt(squares);
    }

    private void Pack(ReadOnlySpan<float> rows, int count)
    {
        var packed = new float[Width];
        var norms = new double[Count];
        for (int row = 0; row < Count * PanelRows; row++)
        {
            int panel = row / PanelRows,
                lane = row % PanelRows;
            if (row < count)
            {
                double norm = Prepare(rows.Slice(row * Width, Width), packed);
                norms[panel] = Math.Max(norms[panel], norm); // Not a number where one of them is.
                Starts[row] = _distance.Start(norm * norm);
            }
            else
            {
                Array.Clear(packed);
                Starts[row] = float.NegativeInfinity;
            }
            Span<float> place = Inputs.AsSpan(panel * PanelRows * Width + lane);
            for (int i = 0; i < packed.Length; i++)
                place[i * PanelRows] = packed[i];
        }
        for (int panel = 0; panel < Count; panel++)
        {
            Slacks[panel] = (float)_distance.Slack(norms[panel], Width);
            SlacksOfNorm[panel] = (float)_distance.SlackOfNorm(norms[panel], Width);
        }
    }

    private static float[] Mean(ReadOnlySpan<float> rows, int count, int width)
    {
        var sums = new double[width];
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> values = rows.Slice(row * width, width);
            for (int i = 0; i < width; i++)
                sums[i] += values[i];
        }
        float[] mean = [.. sums.Select(sum => (float)(sum / Math.Max(1, count)))];
        return mean.All(float.IsFinite) ? mean : [];
    }
}
