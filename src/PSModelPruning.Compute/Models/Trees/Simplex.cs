namespace PSModelPruning.Compute.Models.Trees;

/// <summary>Makes probabilities of numbers by the least change.</summary>
internal static class Simplex
{
    /// <summary>
    /// The nearest point, by Euclidean distance, with no element below 0 and a sum of 1: max(xₖ − τ, 0) for the one τ that makes the sum 1
    /// (Held, Wolfe and Crowder 1974). Finds τ by dropping elements that would fall below 0, in at most as many passes as there are
    /// elements.
    /// </summary>
    internal static void Project(Span<float> values)
    {
        double threshold = double.NegativeInfinity;
        int kept = -1;
        while (true)
        {
            double sum = 0;
            int count = 0;
            foreach (float value in values)
            {
                if (value > threshold)
                {
                    sum += value;
                    count++;
                }
            }
            if (count == kept || count == 0)
                break;
            kept = count;
            threshold = (sum - 1) / count;
        }
        for (int k = 0; k < values.Length; k++)
            values[k] = (float)Math.Max(0, values[k] - threshold);
    }
}
