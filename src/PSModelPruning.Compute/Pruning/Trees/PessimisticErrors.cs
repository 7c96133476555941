namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>
/// The errors that C4.5 expects of a leaf: the upper confidence limit of a binomial probability, as the program computes it.
/// </summary>
/// <remarks>
/// Without errors among N rows the limit is exact, 1 − CF^(1/N). From one error on it is that of a normal distribution with a correction
/// for continuity, U = (E + ½ + z²/2 + z·√((E + ½)(1 − (E + ½)/N) + z²/4)) / (N + z²), and between none and one it is interpolated (Quinlan
/// 1993, the listing of stats.c, AddErrs).
/// It differs from the exact limit of Clopper and Pearson by less than a quarter of an error.
/// </remarks>
internal static class PessimisticErrors
{
    /// <summary>The program's table of normal deviates: upper probabilities and their z, between which it interpolates.</summary>
    private static readonly (double Probability, double Deviate)[] Deviates =
    [
        (0, 4),
        (0.001, 3.09),
        (0.005, 2.58),
        (0.01, 2.33),
        (0.05, 1.65),
        (0.10, 1.28),
        (0.20, 0.84),
        (0.40, 0.25),
        (1, 0),
    ];

    /// <summary>N · U(E, N): the errors that are expected of as many new rows.</summary>
    /// <param name="errors">E, rows that are predicted wrongly, 0 to <paramref name="rows"/>.</param>
    /// <param name="rows">N, above 0.</param>
    /// <param name="confidence">CF, above 0 to 0.5.</param>
    internal static double Expected(double errors, double rows, double confidence)
    {
        double withoutErrors = rows * (1 - Math.Pow(confidence, 1 / rows));
        if (errors < 1e-6)
            return withoutErrors;
        if (errors < 0.9999)
            return withoutErrors + errors * (Expected(1, rows, confidence) - withoutErrors);
        if (errors + 0.5 >= rows)
            return Math.Max(errors, errors + 0.67 * (rows - errors));
        double z = Deviate(confidence),
            square = z * z,
            corrected = errors + 0.5;
        return rows * (corrected + square / 2 + Math.Sqrt(square * (corrected * (1 - corrected / rows) + square / 4))) / (rows + square);
    }

    private static double Deviate(double confidence)
    {
        int i = 1;
        while (i < Deviates.Length - 1 && confidence > Deviates[i].Probability)
            i++;
        (double below, double high) = Deviates[i - 1];
        (double above, double low) = Deviates[i];
        return high + (low - high) * (confidence - below) / (above - below);
    }
}
