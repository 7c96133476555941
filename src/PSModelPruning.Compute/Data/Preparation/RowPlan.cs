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
    internal RowFate[] Fates { get; } = new RowFate[rows];

    /// <summary>Raw rows that appear once more in the training partition, one entry an extra appearance.</summary>
    internal List<int> Repeated { get; } = [];

    internal int Count(RowFate fate)
    {
        int count = 0;
        foreach (RowFate one in Fates)
        {
            if (one == fate)
                count++;
        }
        return count;
    }

    /// <summary>The place of each raw row in the data set: training rows first, then validation, then test, each in their raw order; -1 for dropped rows.
    /// Repeated training rows take the places after the other training rows.</summary>
    internal int[] Places()
    {
        int training = Count(RowFate.Training);
        Span<int> next = [0, training + Repeated.Count, training + Repeated.Count + Count(RowFate.Validation), 0];
        var places = new int[Fates.Length];
        for (int row = 0; row < places.Length; row++)
            places[row] = Fates[row] == RowFate.Dropped ? -1 : next[(int)Fates[row]]++;
        return places;
    }
}
