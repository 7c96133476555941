using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default view of feature importances.</summary>
public static class FeatureImportanceView
{
    // Short enough for the longest names of the example data and of methods in a window of 80 columns.
    private const int BarWidth = 12;

    // Left-aligned parts of a block, an eighth to seven eighths wide.
    private const string PartialBlocks = "▏▎▍▌▋▊▉";

    /// <summary>The importance, and its standard deviation where there is one: <c>0.1234 ± 0.0056</c>.</summary>
    /// <param name="importance">The row.</param>
    public static string Score(FeatureImportance importance) =>
        double.IsNaN(importance.StandardDeviation)
            ? Number(importance.Importance)
            : $"{Number(importance.Importance)} ± {Number(importance.StandardDeviation)}";

    /// <summary>A bar as long as the importance is of the greatest one; nothing for 0 and below.</summary>
    /// <param name="importance">The row.</param>
    public static string Bar(FeatureImportance importance)
    {
        if (!(importance.Relative > 0))
            return "";
        int eighths = (int)Math.Round(Math.Min(1, importance.Relative) * BarWidth * 8);
        string part = eighths % 8 == 0 ? "" : PartialBlocks[eighths % 8 - 1].ToString();
        return new string('█', eighths / 8) + part;
    }

    private static string Number(double value) =>
        value.ToString(
            Math.Abs(value) is > 0 and < 0.001 ? "0.00e+0"
                : Math.Abs(value) >= 1000 ? "N0"
                : "0.0000",
            CultureInfo.CurrentCulture
        );
}
