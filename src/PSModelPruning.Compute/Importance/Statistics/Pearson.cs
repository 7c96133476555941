namespace PSModelPruning.Compute.Importance.Statistics;

/// <summary>The linear correlation of two rows of numbers.</summary>
internal static class Pearson
{
    /// <summary>The product-moment coefficient, −1 to 1; 0 where one of them does not vary.</summary>
    internal static double Correlation(double[] x, double[] y)
    {
        double meanX = x.Average(),
            meanY = y.Average();
        double xx = 0,
            yy = 0,
            xy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX,
                dy = y[i] - meanY;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        return xx == 0 || yy == 0 ? 0 : Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);
    }
}
