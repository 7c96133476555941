using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>The texts of the default view of model comparisons.</summary>
public static class ModelComparisonView
{
    private const string RegressionTypeName = "PSModelPruning.Compute.ModelComparison#Regression";

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

    /// <summary>Packed kilobytes, and how many times less than the reference's: <c>124.3 KB (8.4x less)</c>.</summary>
    /// <param name="comparison">The row.</param>
    public static string Size(ModelComparison comparison) =>
        Format($"{comparison.PackedBytes / 1024.0:N1} KB") + Times(comparison, 1 / comparison.PackedBytesRatio, "less", "more");

    /// <summary>Multiply-accumulates in thousands, millions or billions, and how many times less than the reference's.</summary>
    /// <param name="comparison">The row.</param>
    public static string Work(ModelComparison comparison)
    {
        if (comparison.MultiplyAccumulates == 0)
            return "-";
        double count = comparison.MultiplyAccumulates;
        string text = count switch
        {
            >= 1e9 => Format($"{count / 1e9:N2} G"),
            >= 1e6 => Format($"{count / 1e6:N2} M"),
            >= 1e3 => Format($"{count / 1e3:N1} K"),
            _ => Format($"{count:N0}"),
        };
        return text + Times(comparison, 1 / comparison.MultiplyAccumulatesRatio, "less", "more");
    }

    /// <summary>The median latency, and how many times faster than the reference: <c>0.118 ms (1.9x faster)</c>.</summary>
    /// <param name="comparison">The row.</param>
    public static string Latency(ModelComparison comparison) =>
        Format($"{Short(comparison.LatencyP50Milliseconds)} ms") + Times(comparison, comparison.SpeedUp, "faster", "slower");

    /// <summary>Lets the comparison of regression models be shown with the columns of regression.</summary>
    internal static PSObject Tag(ModelComparison comparison)
    {
        var tagged = PSObject.AsPSObject(comparison);
        if (comparison.Task == LearningTask.Regression && tagged.TypeNames[0] != RegressionTypeName)
            tagged.TypeNames.Insert(0, RegressionTypeName);
        return tagged;
    }

    private static string Change(ModelComparison comparison, string change) => comparison.IsReference ? "" : $" ({change})";

    /// <summary>" (2.1x less)"; nothing for the reference and for what stays within 5 %.</summary>
    private static string Times(ModelComparison comparison, double times, string more, string less)
    {
        if (comparison.IsReference || !double.IsFinite(times) || times is > 1 / 1.05 and < 1.05)
            return "";
        return times > 1 ? Format($" ({times:0.0#}x {more})") : Format($" ({1 / times:0.0#}x {less})");
    }

    /// <summary>Four significant digits, without an exponent.</summary>
    private static string Short(double value) => Math.Abs(value) switch
    {
        >= 1000 => Format($"{value:N0}"),
        >= 100 => Format($"{value:N1}"),
        >= 10 => Format($"{value:N2}"),
        >= 1 => Format($"{value:N3}"),
        _ => Format($"{value:N4}"),
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
