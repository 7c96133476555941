using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Views;

/// <summary>Texts of the default view of data sets.</summary>
public static class DatasetView
{
    private const int WidthOfNames = 7;
    private const int WidthOfPartitions = 17;

    /// <summary>The class names where they are few and short, otherwise how many there are; "-" for regression.</summary>
    public static string Classes(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Task == LearningTask.Regression)
            return "-";
        string names = PlainText.Of(string.Join(", ", dataset.Classes));
        return names.Length <= WidthOfNames ? names : dataset.Classes.Count.ToString(CultureInfo.CurrentCulture);
    }

    /// <summary>As many class names as a line holds, and how many there are.</summary>
    public static string AllClasses(Dataset dataset)
    {
        const int shown = 10;
        ArgumentNullException.ThrowIfNull(dataset);
        return dataset.Task == LearningTask.Regression
            ? "-"
            : PlainText.Of(string.Join(", ", dataset.Classes.Take(shown)))
                + (dataset.Classes.Count > shown ? $" … ({dataset.Classes.Count} in all)" : "");
    }

    /// <summary>Inputs of a row after encoding, with the shape of images: <c>784 (1 × 28 × 28)</c>.</summary>
    public static string Inputs(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string count = dataset.Inputs.ToString("N0", CultureInfo.CurrentCulture);
        return dataset.InputShape.Count > 1 ? $"{count} ({string.Join(" × ", dataset.InputShape)})" : count;
    }

    /// <summary>Values that were missing, in all columns.</summary>
    public static string Missing(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        long missing = dataset.Columns.Sum(column => (long)column.MissingCount);
        int columns = dataset.Columns.Count(column => column.MissingCount > 0);
        return missing == 0
            ? "none"
            : string.Create(CultureInfo.CurrentCulture, $"{missing:N0} values in {columns} of {dataset.Columns.Count} columns");
    }

    /// <summary>Rows for training, validation and test: 1258/180/359; in thousands where they would not fit: 490K/70K/140K.</summary>
    public static string Partitions(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string rows = string.Create(CultureInfo.CurrentCulture, $"{dataset.TrainingRows}/{dataset.ValidationRows}/{dataset.TestRows}");
        return rows.Length <= WidthOfPartitions
            ? rows
            : string.Join(
                '/',
                new[] { dataset.TrainingRows, dataset.ValidationRows, dataset.TestRows }.Select(count =>
                    string.Create(CultureInfo.CurrentCulture, $"{count / 1000.0:0}K")
                )
            );
    }
}
