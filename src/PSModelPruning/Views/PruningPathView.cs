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

    /// <summary>What leads to the point: the alpha where there is one, else the fraction that is gone.</summary>
    /// <param name="point">The point.</param>
    public static string Parameter(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return double.IsNaN(point.Alpha)
            ? string.Create(CultureInfo.CurrentCulture, $"{PruningView.Percent(point.Sparsity)} gone")
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
    /// The rules that choose the point, short enough for a narrow window: <c>Minimum, 1 SE</c>, where 1 SE is OneStandardError.
    /// </summary>
    /// <param name="point">The point.</param>
    public static string ChosenBy(PruningPathPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.ChosenBy.Replace(SelectionRuleCatalog.OneStandardError, "1 SE", StringComparison.Ordinal);
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
