using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models;

/// <summary>What a user should know of rows that could not be taken as they were.</summary>
internal static class PreparationNotices
{
    private const int ColumnsShown = 8;

    /// <summary>At most two sentences: one on missing values, one on unknown categories.</summary>
    internal static IEnumerable<string> Of(IReadOnlyList<PreparationCount> counts)
    {
        PreparationCount[] missing = [.. counts.Where(count => count.Missing > 0)];
        PreparationCount[] unseen = [.. counts.Where(count => count.Unseen > 0)];
        if (missing.Length > 0)
            yield return "Missing values were filled as the training rows' were: "
                + $"{List(missing, count => $"{count.Missing} in '{count.Column}'")}.";
        if (unseen.Length > 0)
            yield return "Categories that the model never saw were taken as unknown: "
                + $"{List(unseen, count => $"{count.Unseen} in '{count.Column}' (such as '{count.FirstUnseen}')")}.";
    }

    private static string List(PreparationCount[] counts, Func<PreparationCount, string> word) =>
        string.Join(", ", counts.Take(ColumnsShown).Select(word))
        + (counts.Length > ColumnsShown ? $" and {counts.Length - ColumnsShown} more columns" : "");
}
