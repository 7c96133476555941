using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Importance;

/// <summary>Rows in the memory of one scoring run, as a model takes them; scorers may change them.</summary>
internal sealed class ModelRows
{
    internal static readonly ModelRows None = new([], [], 0);

    private ModelRows(float[] inputs, float[] targets, int width)
    {
        Inputs = inputs;
        Targets = targets;
        Width = width;
    }

    /// <summary><c>[rows × width]</c>.</summary>
    internal float[] Inputs { get; }

    /// <summary>Class indices in the model's order, or numbers in the target's own units, <c>[rows]</c>.</summary>
    internal float[] Targets { get; }

    internal int Width { get; }

    internal int Count => Targets.Length;

    /// <summary>Which of the rows are copies of one another, where they are all training rows; null where none is.</summary>
    internal RowCopies? Copies { get; init; }

    /// <summary>Copies a random part of a partition.</summary>
    internal static ModelRows Sample(PartitionView view, double fraction, int seed, RowCopies? copies = null)
    {
        int[] rows = RowSample.Choose(view.RowCount, fraction, seed);
        var inputs = new float[(long)rows.Length * view.Width];
        var targets = new float[rows.Length];
        float[] buffer = [];
        for (int i = 0; i < rows.Length; i++)
        {
            view.Rows(rows[i], 1, ref buffer).CopyTo(inputs.AsSpan(i * view.Width));
            targets[i] = view.Target(rows[i]);
        }
        return new ModelRows(inputs, targets, view.Width) { Copies = copies };
    }

    /// <summary>The inputs of some rows.</summary>
    internal ReadOnlySpan<float> Slice(int first, int count) => Inputs.AsSpan(first * Width, count * Width);
}
