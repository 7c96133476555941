using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default view of model comparisons.</summary>
public static class ModelComparisonView
{
    private const string RegressionTypeName = "PSModelPruning.Compute.ModelComparison#Regression";
    private const int LongestName = 22;

    /// <summary>The model's name, shortened so that a window of 80 columns has room for the figures.</summary>
    /// <param name="comparison">The row.</param>
    public static string Name(ModelComparison comparison) => ModelView.Name(comparison.Name, LongestName);

    /// <summary>A figure with its change: <c>97.22 % (-0.28)</c>; the reference shows no change.</summary>
    /// <param name="comparison">The row.</param>
    /// <param name="fraction">The figure, 0 to 1.</param>
    /// <param name="points">Its change in percentage points.</param>
    public static string Percent(ModelComparison comparison, double fraction, double points) =>
        Format($"{fraction * 100:N2} %") + Change(comparison, Format($"{points:+0.00;-0.00;0.00}"));

    /// <summary>A number in own units with its change.</summary>
    /// <param name="comparison">The row.</param>
    /// <param name="value">The figure.</param>
    /// <param name="change">Its change.</param>
    public static string Number(ModelComparison comparison, double value, double change) =>
        Format($"{Short(value)}") + Change(comparison, (change > 0 ? "+" : "") + Short(change));

    /// <summary>Packed kilobytes, and what they are of the reference's: <c>124.3 (÷8.4)</c> is 8.4 times less.</summary>
    /// <param name="comparison">The row.</param>
    public static string Kilobytes(ModelComparison comparison) =>
        Format($"{comparison.PackedBytes / 1024.0:N1}") + Factor(comparison, comparison.PackedBytesRatio);

    /// <summary>
    /// The complexity, and what it is of the reference's: <c>1,904 (÷9.0)</c>. A row whose unit is not the reference's names its own:
    /// <c>20 trees</c>.
    /// </summary>
    /// <param name="comparison">The row.</param>
    public static string Complexity(ModelComparison comparison) =>
        comparison.IsReference || double.IsNaN(comparison.ComplexityRatio)
            ? ModelView.Complexity(comparison.Complexity, comparison.ComplexityUnit)
            : Format($"{comparison.Complexity:N0}") + Factor(comparison, comparison.ComplexityRatio);

    /// <summary>Multiply-accumulates in thousands, millions or billions, and what they are of the reference's.</summary>
    /// <param name="comparison">The row.</param>
    public static string Work(ModelComparison comparison) =>
        ModelView.Count(comparison.MultiplyAccumulates) + Factor(comparison, comparison.MultiplyAccumulatesRatio);

    /// <summary>The median latency in milliseconds, and what it is of the reference's: <c>0.118 (÷1.9)</c> is 1.9 times faster.</summary>
    /// <param name="comparison">The row.</param>
    public static string Milliseconds(ModelComparison comparison) =>
        Short(comparison.LatencyP50Milliseconds) + Factor(comparison, 1 / comparison.SpeedUp);

    /// <summary>The rows that were measured on: <c>359 Test rows of digits</c>.</summary>
    /// <param name="comparison">The row.</param>
    public static string Rows(ModelComparison comparison) =>
        Format($"{comparison.Rows:N0} {comparison.Partition} rows of {comparison.Dataset}");

    /// <summary>All parameters, and how many are not zero where some are.</summary>
    /// <param name="comparison">The row.</param>
    public static string Parameters(ModelComparison comparison) =>
        comparison.NonzeroParameters == comparison.Parameters
            ? Format($"{comparison.Parameters:N0}")
            : Format($"{comparison.Parameters:N0} ({comparison.NonzeroParameters:N0} not zero)");

    /// <summary>Median and 95th percentile at the batch size measured.</summary>
    /// <param name="comparison">The row.</param>
    public static string Latency(ModelComparison comparison) =>
        Milliseconds(comparison) + Format($", p95 {Short(comparison.LatencyP95Milliseconds)}, at batch size {comparison.LatencyBatchSize}");

    /// <summary>Lets the comparison of regression models be shown with the columns of regression.</summary>
    internal static PSObject Tag(ModelComparison comparison)
    {
        var tagged = PSObject.AsPSObject(comparison);
        if (comparison.Task == LearningTask.Regression && tagged.TypeNames[0] != RegressionTypeName)
            tagged.TypeNames.Insert(0, RegressionTypeName);
        return tagged;
    }

    private static string Change(ModelComparison comparison, string change) => comparison.IsReference ? "" : $" ({change})";

    /// <summary>" (÷2.1)" or " (×1.3)"; nothing for the reference and for what stays within 5 %.</summary>
    private static string Factor(ModelComparison comparison, double ratio)
    {
        if (comparison.IsReference || !double.IsFinite(ratio) || ratio <= 0 || ratio is > 0.95 and < 1.05)
            return "";
        double factor = Math.Max(ratio, 1 / ratio);
        string digits = factor < 10 ? Format($"{factor:0.0}") : Format($"{factor:N0}");
        return $" ({(ratio < 1 ? '÷' : '×')}{digits})";
    }

    /// <summary>Four significant digits, without an exponent.</summary>
    private static string Short(double value) =>
        Math.Abs(value) switch
        {
            >= 1000 => Format($"{value:N0}"),
            >= 100 => Format($"{value:N1}"),
            >= 10 => Format($"{value:N2}"),
            >= 1 => Format($"{value:N3}"),
            _ => Format($"{value:N4}"),
        };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
