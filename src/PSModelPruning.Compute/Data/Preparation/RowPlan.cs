using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Data;

/// <summary>What becomes of a raw row.</summary>
internal enum RowFate : byte
{
    Training,
    Validation,
    Test,

    /// <summary>Left out: a duplicate, a row with a missing value, an outlier, or not in the sample.</summary>
    Dropped,
}

/// <summary>What becomes of each raw row, and which training rows appear more than once.</summary>
internal sealed class RowPlan(int rows)
{
    private int[][]? _trainingRows;
    private float[]? _mask;

    internal RowFate[] Fates { get; } = new RowFate[rows];

    /// <summary>Raw rows that appear once more in the training partition, one entry an extra appearance.</summary>
    internal List<int> Repeated { get; } = [];

    /// <summary>For each block of the table the places of its training rows. Made once; to be asked for when the plan is settled.</summary>
    internal int[][] TrainingRows(RawTable table)
    {
        lock (Fates)
            return _trainingRows ??= FindTrainingRows(table);
    }

    /// <summary>1 for training rows and 0 for others. Made once; to be asked for when the plan is settled.</summary>
    internal float[] Mask
    {
        get
        {
            lock (Fates)
                return _mask ??= TrainingMask.Of(this);
        }
    }

    /// <summary>To be called when fates have changed after <see cref="TrainingRows"/>.</summary>
    internal void Forget()
    {
        _trainingRows = null;
        _mask = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int[][] FindTrainingRows(RawTable table)
    {
        var rows = new int[table.Blocks.Count][];
        for (int b = 0; b < rows.Length; b++)
        {
            ReadOnlySpan<RowFate> fates = Fates.AsSpan(table.FirstRows[b], table.Blocks[b].RowCount);
            var own = new int[fates.Length];
            int count = 0;
            for (int row = 0; row < fates.Length; row++)
            {
                // Without a branch: which row trains is random.
                own[count] = row;
                count += fates[row] == RowFate.Training ? 1 : 0;
            }
            rows[b] = own[..count];
        }
        return rows;
    }

    internal int Count(RowFate fate) => MemoryMarshal.AsBytes<RowFate>(Fates).Count((byte)fate);

    /// <summary>The place of each raw row in the data set: training rows first, then validation, then test, each in their raw order; -1 for
    /// dropped rows.
    /// Repeated training rows take the places after the other training rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int[] Places()
    {
        int training = Count(RowFate.Training);
        Span<int> next = [0, training + Repeated.Count, training + Repeated.Count + Count(RowFate.Validation), 0];
        var places = new int[Fates.Length];
        for (int row = 0; row < places.Length; row++)
            places[row] = Fates[row] == RowFate.Dropped ? -1 : next[(int)Fates[row]]++;
        return places;
    }

    /// <summary>The raw row of each row of the data set, in the order of <see cref="Places"/>.</summary>
    internal int[] Sources()
    {
        int[] places = Places();
        var sources = new int[places.Length - Count(RowFate.Dropped) + Repeated.Count];
        for (int row = 0; row < places.Length; row++)
        {
            if (places[row] >= 0)
                sources[places[row]] = row;
        }
        Repeated.CopyTo(sources, Count(RowFate.Training));
        return sources;
    }
}
