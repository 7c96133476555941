using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default views of pruning plans and reports.</summary>
public static class PruningView
{
    /// <summary>What goes of a layer: <c>64 of 128 neurons</c>.</summary>
    /// <param name="layer">The layer.</param>
    public static string Removed(PruningLayer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        return layer.Before == 0 ? "-" : Format($"{layer.Removed:N0} of {layer.Before:N0} {layer.Unit}s");
    }

    /// <summary>A fraction in per cent: <c>90.0 %</c>.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    public static string Percent(double fraction) => Format($"{fraction * 100:N1} %");

    /// <summary>Two counts: <c>17.2 K → 1.7 K</c>, or one where nothing changes.</summary>
    /// <param name="before">The count before.</param>
    /// <param name="after">The count after.</param>
    public static string Counts(long before, long after) =>
        before == after ? ModelView.Count(before) : $"{ModelView.Count(before)} → {ModelView.Count(after)}";

    /// <summary>Two sizes in bytes, or one where nothing changes.</summary>
    /// <param name="before">Bytes before.</param>
    /// <param name="after">Bytes after.</param>
    public static string Sizes(long before, long after) =>
        before == after ? ModelView.Size(before) : $"{ModelView.Size(before)} → {ModelView.Size(after)}";

    /// <summary>Two scores; "-" where they were not measured.</summary>
    /// <param name="before">The score before, NaN where there is none.</param>
    /// <param name="after">The score after.</param>
    public static string Scores(double before, double after) =>
        double.IsNaN(before) && double.IsNaN(after) ? "-" : $"{ModelView.Figure(before)} → {ModelView.Figure(after)}";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
