using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>Texts of the default view of data sets.</summary>
public static class DatasetView
{
    private const int WidthOfNames = 9;

    /// <summary>The class names where they are few and short, otherwise how many there are; "-" for regression.</summary>
    public static string Classes(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (dataset.Task == LearningTask.Regression)
            return "-";
        string names = string.Join(", ", dataset.Classes);
        return names.Length <= WidthOfNames ? names : dataset.Classes.Count.ToString(CultureInfo.CurrentCulture);
    }

    /// <summary>Rows for training, validation and test: 1258/180/359.</summary>
    public static string Partitions(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return string.Create(CultureInfo.CurrentCulture, $"{dataset.TrainingRows}/{dataset.ValidationRows}/{dataset.TestRows}");
    }
}
