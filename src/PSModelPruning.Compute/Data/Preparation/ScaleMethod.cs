using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>How numbers are brought to a common size: (value - offset) / divisor, both from the training partition.</summary>
internal abstract class ScaleMethod
{
    internal abstract CatalogEntry Entry { get; }

    /// <summary>Offset and divisor; a divisor of 0 marks a column that does not vary.</summary>
    internal abstract (double Offset, double Divisor) Fit(INumberStatistics sample);

    /// <summary>Whether a few values that are far from all others decide the scale.</summary>
    internal virtual bool IsDisturbedByFarValues => true;

    /// <summary>Scales bytes of images, whose range is known.</summary>
    internal virtual (double Offset, double Divisor)? FitBytes => null;
}

/// <summary>Mean 0 and standard deviation 1.</summary>
internal sealed class StandardScale : ScaleMethod
{
    internal override CatalogEntry Entry { get; } = new("Standard", "To mean 0 and standard deviation 1");

    internal override (double Offset, double Divisor) Fit(INumberStatistics sample) => (sample.Mean, sample.StandardDeviation);
}

/// <summary>To the range from 0 to 1.</summary>
internal sealed class MinMaxScale : ScaleMethod
{
    internal override CatalogEntry Entry { get; } = new("MinMax", "To the range 0 to 1");

    internal override (double Offset, double Divisor) Fit(INumberStatistics sample)
    {
        double least = sample.Minimum;
        return (least, sample.Maximum - least);
    }

    /// <summary>Bytes of images: 0 to 255 become 0 to 1, whatever the darkest and brightest pixel.</summary>
    internal override (double Offset, double Divisor)? FitBytes => (0, 255);
}

/// <summary>Median 0 and interquartile range 1.</summary>
internal sealed class RobustScale : ScaleMethod
{
    internal override CatalogEntry Entry { get; } = new("Robust", "To median 0 and interquartile range 1");

    internal override (double Offset, double Divisor) Fit(INumberStatistics sample)
    {
        double range = sample.Quantile(0.75) - sample.Quantile(0.25);
        // Half of the rows alike: the standard deviation is the next best measure of spread.
        return (sample.Quantile(0.5), range > 0 ? range : sample.StandardDeviation);
    }
}

/// <summary>Numbers stay as they are.</summary>
internal sealed class NoScale : ScaleMethod
{
    internal override CatalogEntry Entry { get; } = new("None", "Numbers stay as they are");

    internal override bool IsDisturbedByFarValues => false;

    internal override (double Offset, double Divisor) Fit(INumberStatistics sample) => (0, 1);

    internal override (double Offset, double Divisor)? FitBytes => (0, 1);
}
