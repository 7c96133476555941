using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default views of quantizing.</summary>
public static class QuantizationView
{
    private const string QuantizedTypeName = "PSModelPruning.Compute.PruningLayer#Quantized";

    /// <summary>Bits of a weight; "-" where nothing was quantized.</summary>
    /// <param name="bits">The bits.</param>
    public static string Bits(int? bits) => bits is { } number ? Format($"{number}") : "-";

    /// <summary>A squared error in three digits: <c>1.23E-05</c>; "-" where there is none.</summary>
    /// <param name="error">The error.</param>
    public static string Error(double? error) => error is { } number ? Format($"{number:0.00E+00}") : "-";

    /// <summary>A ratio of signal to noise: <c>42.1 dB</c>; "exact" where nothing differs.</summary>
    /// <param name="decibels">The ratio.</param>
    public static string Decibels(double decibels) => double.IsFinite(decibels) ? Format($"{decibels:N1} dB") : "exact";

    /// <summary>A number in four digits: <c>0.003922</c>.</summary>
    /// <param name="number">The number.</param>
    public static string Number(double number) => Format($"{number:G4}");

    /// <summary>A score before, after quantizing, and after training with quantized numbers: <c>0.9170 → 0.9145 → 0.9168</c>.</summary>
    /// <param name="report">The report.</param>
    public static string Scores(QuantizationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (double.IsNaN(report.ScoreAfter))
            return "-";
        string quantized = $"{ModelView.Figure(report.ScoreBefore)} → {ModelView.Figure(report.ScoreQuantized)}";
        return report.Epochs == 0 ? quantized : $"{quantized} → {ModelView.Figure(report.ScoreAfter)}";
    }

    /// <summary>Gives rows of layers that are quantized their own view.</summary>
    internal static PSObject Tag(PruningLayer layer, bool isQuantized)
    {
        var tagged = PSObject.AsPSObject(layer);
        if (isQuantized && tagged.TypeNames[0] != QuantizedTypeName)
            tagged.TypeNames.Insert(0, QuantizedTypeName);
        return tagged;
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
