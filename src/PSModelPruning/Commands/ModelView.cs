using System.Globalization;

namespace PSModelPruning.Commands;

/// <summary>The texts of the default views of models and training epochs.</summary>
public static class ModelView
{
    /// <summary>A count in thousands, millions or billions: <c>266.2 K</c>; "-" for none.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count switch
    {
        0 => "-",
        >= 1_000_000_000 => Format($"{count / 1e9:N2} G"),
        >= 1_000_000 => Format($"{count / 1e6:N2} M"),
        >= 1_000 => Format($"{count / 1e3:N1} K"),
        _ => Format($"{count:N0}"),
    };

    /// <summary>Bytes in bytes, kilobytes or megabytes of 1024: <c>1.02 MB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public static string Size(long bytes) => bytes switch
    {
        >= 1 << 20 => Format($"{bytes / 1048576.0:N2} MB"),
        >= 1 << 10 => Format($"{bytes / 1024.0:N1} KB"),
        _ => Format($"{bytes:N0} B"),
    };

    /// <summary>Four decimals; "-" for a figure that was not measured.</summary>
    /// <param name="value">The figure, NaN where there is none.</param>
    public static string Figure(double value) => double.IsNaN(value) ? "-" : Format($"{value:N4}");

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
