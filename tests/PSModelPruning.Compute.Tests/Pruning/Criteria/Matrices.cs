namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

/// <summary>Small dense algebra in double precision, by elimination.</summary>
internal static class Matrices
{
    /// <summary>The inverse, by Gauss and Jordan with the greatest pivot.</summary>
    internal static double[,] Inverse(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[n, n];
        for (int i = 0; i < n; i++)
            right[i, i] = 1;
        for (int column = 0; column < n; column++)
        {
            int pivot = Enumerable.Range(column, n - column).MaxBy(row => Math.Abs(left[row, column]));
            for (int k = 0; k < n; k++)
            {
                (left[column, k], left[pivot, k]) = (left[pivot, k], left[column, k]);
                (right[column, k], right[pivot, k]) = (right[pivot, k], right[column, k]);
            }
            double scale = left[column, column];
            for (int k = 0; k < n; k++)
            {
                left[column, k] /= scale;
                right[column, k] /= scale;
            }
            for (int row = 0; row < n; row++)
            {
                double factor = left[row, column];
                for (int k = 0; k < n && row != column; k++)
                {
                    left[row, k] -= factor * left[column, k];
                    right[row, k] -= factor * right[column, k];
                }
            }
        }
        return right;
    }

    /// <summary>The rows and columns of the given indices.</summary>
    internal static double[,] Part(double[,] matrix, IReadOnlyList<int> rows, IReadOnlyList<int> columns)
    {
        var part = new double[rows.Count, columns.Count];
        for (int i = 0; i < rows.Count; i++)
        {
            for (int j = 0; j < columns.Count; j++)
                part[i, j] = matrix[rows[i], columns[j]];
        }
        return part;
    }

    internal static double[] Times(double[,] matrix, IReadOnlyList<double> vector) =>
        [
            .. Enumerable
                .Range(0, matrix.GetLength(0))
                .Select(i => Enumerable.Range(0, matrix.GetLength(1)).Sum(j => matrix[i, j] * vector[j])),
        ];

    /// <summary>vᵀMv.</summary>
    internal static double Quadratic(double[,] matrix, IReadOnlyList<double> vector) =>
        Times(matrix, vector).Zip(vector).Sum(pair => pair.First * pair.Second);
}
