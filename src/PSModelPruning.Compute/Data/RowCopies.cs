namespace PSModelPruning.Compute.Data;

/// <summary>
/// Which rows are copies of one another, as oversampling makes them. Copies are one observation: they belong to the same part of every
/// division, are drawn together, and are not each other's neighbors.
/// </summary>
internal sealed class RowCopies
{
    private readonly int[] _observations;
    private readonly int[] _counts;

    private RowCopies(int[] observations, int count)
    {
        _observations = observations;
        _counts = new int[count];
        First = new int[count];
        for (int row = observations.Length - 1; row >= 0; row--)
        {
            _counts[observations[row]]++;
            First[observations[row]] = row;
        }
    }

    /// <summary>How many observations there are, each with its copies.</summary>
    internal int Count => _counts.Length;

    /// <summary>The observation that each row is of, <c>[rows]</c>.</summary>
    internal ReadOnlySpan<int> Observations => _observations;

    /// <summary>The first row of each observation, rising, <c>[observations]</c>.</summary>
    internal int[] First { get; }

    /// <summary>How many rows each observation has, <c>[observations]</c>.</summary>
    internal ReadOnlySpan<int> Counts => _counts;

    /// <summary>How many rows the observation with the most has.</summary>
    internal int Most => _counts.Max();

    /// <summary>
    /// By how much the variance of a mean over all rows is greater than that of as many rows of their own: Σ n² / Σ n over the copies n
    /// of each observation (Kish 1965, "Survey sampling").
    /// </summary>
    internal double DesignEffect => _counts.Sum(n => (double)n * n) / _observations.Length;

    /// <summary>Which of the training rows of a plan are copies; null where none is.</summary>
    internal static RowCopies? Of(RowPlan plan)
    {
        if (plan.Repeated.Count == 0)
            return null;
        int training = plan.Count(RowFate.Training);
        int[] places = plan.Places();
        return Of([.. Enumerable.Range(0, training), .. plan.Repeated.Select(row => places[row])]);
    }

    /// <summary>Copies by any number that copies have in common; null where no two rows have.</summary>
    internal static RowCopies? Of(ReadOnlySpan<int> origins)
    {
        var known = new Dictionary<int, int>();
        var observations = new int[origins.Length];
        for (int row = 0; row < origins.Length; row++)
        {
            if (!known.TryGetValue(origins[row], out int observation))
                known.Add(origins[row], observation = known.Count);
            observations[row] = observation;
        }
        return known.Count == origins.Length ? null : new RowCopies(observations, known.Count);
    }

    /// <summary>The copies among some of the rows; null where there are none.</summary>
    /// <param name="rows">Rows, by index, in their new order.</param>
    internal RowCopies? Among(ReadOnlySpan<int> rows)
    {
        var origins = new int[rows.Length];
        for (int i = 0; i < origins.Length; i++)
            origins[i] = _observations[rows[i]];
        return Of(origins);
    }

    /// <summary>Whether two rows are the same observation.</summary>
    internal bool AreSame(int first, int second) => _observations[first] == _observations[second];
}
