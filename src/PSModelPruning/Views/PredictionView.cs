using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Views;

/// <summary>What the default view of predictions shows.</summary>
public static class PredictionView
{
    /// <summary>The predicted class, or the number with six digits, more where it is large.</summary>
    public static string Text(RowPrediction prediction) => PlainText.Of(prediction.Label ?? Number(prediction.Value));

    /// <summary>The true class or number.</summary>
    public static string Actual(RowPrediction prediction) =>
        prediction.Actual is double number ? Number(number) : PlainText.Of(prediction.Actual?.ToString() ?? "");

    /// <summary>A mark where the prediction is wrong.</summary>
    public static string Mark(RowPrediction prediction) =>
        prediction.Label is { } label && prediction.Actual is string actual && !label.Equals(actual, StringComparison.OrdinalIgnoreCase)
            ? "wrong"
            : "";

    private static string Number(double? value) => value is { } number ? NumberShown.Of(number, CultureInfo.CurrentCulture) : "";
}
