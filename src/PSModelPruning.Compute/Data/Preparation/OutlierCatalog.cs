using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// What is done about outliers: numbers more than 1.5 interquartile ranges outside the quartiles of the training partition (Tukey, 1977).
/// </summary>
internal sealed class OutlierCatalog : ICatalog
{
    internal const string None = "None";
    internal const string Clip = "Clip";
    internal const string Drop = "Drop";

    private const double Whisker = 1.5;

    public static string Family => "treatment of outliers";

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(None, "Outliers stay"),
        new(Clip, "Outliers are moved to 1.5 interquartile ranges outside the quartiles"),
        new(Drop, "Training rows with an outlier are left out"),
    ];

    /// <summary>
    /// The bounds outside of which a number is an outlier; null where half of the column is alike and every other value would be one.
    /// </summary>
    internal static (double Low, double High)? Bounds(NumberSample sample)
    {
        double lower = sample.Quantile(0.25);
        double upper = sample.Quantile(0.75);
        double range = upper - lower;
        return range > 0 ? (lower - Whisker * range, upper + Whisker * range) : null;
    }
}
