namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>How often each pair of categories occurs together.</summary>
internal sealed class ContingencyTable
{
    private readonly int[,] _counts;
    private readonly int[] _rowTotals;
    private readonly int[] _columnTotals;
    private readonly int _total;

    /// <summary>Counts two columns of categories against each other, <c>[rows]</c> each.</summary>
    internal ContingencyTable(FeatureColumn rows, FeatureColumn columns)
    {
        _counts = new int[rows.CodeCount, columns.CodeCount];
        for (int i = 0; i < rows.Codes.Length; i++)
            _counts[rows.Codes[i], columns.Codes[i]]++;
        _rowTotals = rows.CodeCounts();
        _columnTotals = columns.CodeCounts();
        _total = rows.Codes.Length;
    }

    /// <summary>Categories that occur in the rows of the table.</summary>
    internal int RowCategories => _rowTotals.Count(n => n > 0);

    /// <summary>Categories that occur in the columns of the table.</summary>
    internal int ColumnCategories => _columnTotals.Count(n => n > 0);

    internal int Total => _total;

    /// <summary>Pearson's statistic: Σ (observed − expected)² / expected.</summary>
    internal double ChiSquare() =>
        Sum(
            (observed, row, column) =>
            {
                double expected = (double)row * column / _total;
                return (observed - expected) * (observed - expected) / expected;
            }
        );

    /// <summary>Σ p(r,c) · ln(p(r,c) / (p(r) · p(c))), in nats.</summary>
    internal double MutualInformation() =>
        Math.Max(
            0,
            Sum(
                (observed, row, column) =>
                    observed == 0 ? 0 : (double)observed / _total * Math.Log((double)observed * _total / ((double)row * column))
            )
        );

    /// <summary>The entropy of the rows' categories, in nats.</summary>
    internal double RowEntropy() => -_rowTotals.Where(n => n > 0).Sum(n => (double)n / _total * Math.Log((double)n / _total));

    private double Sum(Func<int, int, int, double> term)
    {
        double sum = 0;
        for (int row = 0; row < _rowTotals.Length; row++)
        {
            for (int column = 0; column < _columnTotals.Length; column++)
            {
                if (_rowTotals[row] > 0 && _columnTotals[column] > 0)
                    sum += term(_counts[row, column], _rowTotals[row], _columnTotals[column]);
            }
        }
        return sum;
    }
}
