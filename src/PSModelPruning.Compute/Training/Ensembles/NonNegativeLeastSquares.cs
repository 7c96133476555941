namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>
/// Least squares with weights of at least 0: minimizes ‖y − Σ wₘ·fₘ‖² + λ·‖w‖² over w ≥ 0, by cyclic coordinate descent on the normal
/// equations, which converges because the problem is convex and its constraints separate.
/// </summary>
internal static class NonNegativeLeastSquares
{
    private const int MostPasses = 10_000;
    private const double Tolerance = 1e-10;

    /// <summary>Finds the weights.</summary>
    /// <param name="products">Fᵀ·F, <c>[columns × columns]</c>, row by row.</param>
    /// <param name="moments">Fᵀ·y, <c>[columns]</c>.</param>
    /// <param name="penalty">λ.</param>
    internal static double[] Solve(double[] products, double[] moments, double penalty = 0)
    {
        int columns = moments.Length;
        double[] weights = new double[columns];
        for (int pass = 0; pass < MostPasses; pass++)
        {
            double change = 0,
                size = 0;
            for (int m = 0; m < columns; m++)
            {
                double diagonal = products[m * columns + m] + penalty;
                if (diagonal <= 0)
                    continue;
                double rest = moments[m];
                for (int j = 0; j < columns; j++)
                    rest -= j == m ? 0 : products[m * columns + j] * weights[j];
                double weight = Math.Max(0, rest / diagonal);
                change = Math.Max(change, Math.Abs(weight - weights[m]));
                size = Math.Max(size, weight);
                weights[m] = weight;
            }
            if (change <= Tolerance * Math.Max(size, 1e-300))
                break;
        }
        return weights;
    }
}
