namespace PSModelPruning.Benchmarks;

/// <summary>
/// Made-up rows of classes that are neither easy nor hopeless: each class is three Gaussian clusters in half of the inputs; a quarter are
/// sums of those, a quarter are noise, and one row in a hundred has another class.
/// </summary>
internal static class TableWorkload
{
    /// <returns>Inputs <c>[rows × width]</c> and class indices <c>[rows]</c>.</returns>
    internal static (float[] Inputs, float[] Targets) Make(int rows, int width, int classes, int seed)
    {
        const int clustersOfClass = 3;
        var random = new Random(seed);
        int informative = width / 2,
            sums = width / 4;
        double[][] centers = [.. Enumerable.Range(0, classes * clustersOfClass).Select(_ => Numbers(random, informative, 1))];
        double[][] mixtures = [.. Enumerable.Range(0, sums).Select(_ => Numbers(random, informative, 0.5))];
        var inputs = new float[rows * width];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            int cluster = random.Next(centers.Length);
            targets[row] = random.Next(100) == 0 ? random.Next(classes) : cluster % classes;
            Span<float> own = inputs.AsSpan(row * width, width);
            for (int i = 0; i < informative; i++)
                own[i] = (float)(centers[cluster][i] + Normal(random));
            for (int i = informative; i < width; i++)
                own[i] = i < informative + sums ? Sum(own, mixtures[i - informative]) : (float)Normal(random);
        }
        return (inputs, targets);
    }

    private static float Sum(ReadOnlySpan<float> values, double[] factors)
    {
        double sum = 0;
        for (int i = 0; i < factors.Length; i++)
            sum += values[i] * factors[i];
        return (float)sum;
    }

    private static double[] Numbers(Random random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => scale * Normal(random))];

    /// <summary>Box and Muller 1958.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
