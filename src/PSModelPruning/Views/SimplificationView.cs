using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default views of dropped features and of simple models that were tried.</summary>
public static class SimplificationView
{
    /// <summary>How complex a simple model is: <c>3 conditions</c>.</summary>
    /// <param name="trial">The row.</param>
    public static string Complexity(SubmodelTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return Compute.Pruning.Submodels.SubmodelSearch.Counted(trial);
    }

    /// <summary>A mark for the one that was taken.</summary>
    /// <param name="trial">The row.</param>
    public static string Mark(SubmodelTrial trial)
    {
        ArgumentNullException.ThrowIfNull(trial);
        return trial.Chosen ? "*" : "";
    }

    /// <summary>What a feature was worth; "-" where nothing was measured.</summary>
    /// <param name="value">The importance, NaN where there is none.</param>
    public static string Importance(double value) =>
        double.IsNaN(value)
            ? "-"
            : value.ToString(
                Math.Abs(value) is > 0 and < 0.001 ? "0.00e+0"
                    : Math.Abs(value) >= 1000 ? "N0"
                    : "0.0000",
                CultureInfo.CurrentCulture
            );
}
