using System.Globalization;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>How many inputs are looked at for a split.</summary>
internal static class MaxFeaturesRule
{
    /// <summary>The number of inputs, from 1 to all.</summary>
    /// <param name="rule">See <see cref="MaxFeaturesCatalog"/>, a whole number, or a fraction up to 1.0; "" is All.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <exception cref="ComputeException"><c>MaxFeaturesInvalid</c>: it is none of these.</exception>
    internal static int Count(string rule, int width)
    {
        double count = rule.ToLowerInvariant() switch
        {
            "" or "all" => width,
            "sqrt" => Math.Floor(Math.Sqrt(width)),
            "log2" => Math.Floor(Math.Log2(Math.Max(1, width))),
            "third" => Math.Floor(width / 3.0),
            _ => Number(rule, width),
        };
        return (int)Math.Clamp(count, 1, Math.Max(1, width));
    }

    /// <summary>The rule for data with fewer inputs: a number of inputs that there no longer are becomes All.</summary>
    internal static string ForWidth(string rule, int width) =>
        double.TryParse(rule, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > width ? "All" : rule;

    private static double Number(string rule, int width)
    {
        if (
            !double.TryParse(rule, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            || !(number > 0)
            || (number > 1 && number != Math.Floor(number))
        )
            throw TrainingErrors.MaxFeaturesInvalid(rule);
        if (number > width)
            throw TrainingErrors.MaxFeaturesTooMany(number, width);
        // 1.0 is a fraction, all of them, and 1 is one input.
        return number < 1 || (number == 1 && rule.Contains('.')) ? Math.Floor(number * width) : number;
    }
}
