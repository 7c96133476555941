using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Views;

/// <summary>The texts of the default view of layers' sensitivities.</summary>
public static class LayerSensitivityView
{
    /// <summary>What stays of a layer: <c>20 of 64 channels</c>.</summary>
    /// <param name="point">The point.</param>
    public static string Units(LayerSensitivity point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return string.Create(CultureInfo.CurrentCulture, $"{ModelView.Count(point.Kept)} of {ModelView.Count(point.Units)} {point.Unit}s");
    }

    /// <summary>How the score changes, with its sign: <c>-0.0123</c> where it falls.</summary>
    /// <param name="point">The point.</param>
    public static string Change(LayerSensitivity point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return (-point.Drop).ToString("+0.0000;-0.0000;0.0000", CultureInfo.CurrentCulture);
    }

    /// <summary>Multiply-accumulates that are gone; "-" where none are.</summary>
    /// <param name="point">The point.</param>
    public static string MultiplyAccumulates(LayerSensitivity point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.MultiplyAccumulatesGone == 0 ? "-" : "-" + ModelView.Count(point.MultiplyAccumulatesGone);
    }
}
