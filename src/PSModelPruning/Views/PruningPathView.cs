using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Views;

/// <summary>The texts of the default view of pruning paths.</summary>
public static class PruningPathView
{
    /// <summary>The complexity with its unit: <c>1,234 nodes</c>.</summary>
    /// <param name="point">The point.</param>
    public static string Complexity(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return ModelView.Complexity(point.Complexity, point.ComplexityUnit);
    }

    /// <summary>The value that leads to the point: the alpha if there is one, otherwise the sparsity.</summary>
    /// <param name="point">The point.</param>
    public static string Parameter(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return double.IsNaN(point.Alpha)
            ? PruningView.Percent(point.Sparsity)
            : "alpha "
                + point.Alpha.ToString(
                    point.Alpha switch
                    {
                        >= 1000 => "N0",
                        >= 0.001 => "G4",
                        _ => "G3",
                    },
                    CultureInfo.CurrentCulture
                );
    }

    /// <summary>
    /// The rules that select the point, short enough for a window of 80 columns: <c>Min, 1 SE</c> for Minimum and OneStandardError.
    /// </summary>
    /// <param name="point">The point.</param>
    public static string ChosenBy(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point
            .ChosenBy.Replace(SelectionRuleCatalog.Minimum, "Min", StringComparison.Ordinal)
            .Replace(SelectionRuleCatalog.OneStandardError, "1 SE", StringComparison.Ordinal);
    }

    /// <summary>A score with its standard error where it is known: <c>0.9412 ± 0.0031</c>; "-" where it was not measured.</summary>
    /// <param name="score">The score.</param>
    /// <param name="standardError">Its standard error; NaN for none.</param>
    public static string Score(double score, double standardError) =>
        double.IsNaN(score) ? "-"
        : double.IsNaN(standardError) ? ModelView.Figure(score)
        : string.Create(CultureInfo.CurrentCulture, $"{ModelView.Figure(score)} ± {ModelView.Figure(standardError)}");

    /// <summary>The score that the standard error belongs to: the validation score where nothing was cross-validated.</summary>
    /// <param name="point">The point.</param>
    public static string Validation(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Score(point.ValidationScore, double.IsNaN(point.CrossValidatedScore) ? point.StandardError : double.NaN);
    }

    /// <summary>The cross-validated score and its standard error.</summary>
    /// <param name="point">The point.</param>
    public static string CrossValidated(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return Score(point.CrossValidatedScore, point.StandardError);
    }
}
