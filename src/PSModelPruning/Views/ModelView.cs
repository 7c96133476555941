using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Views;

/// <summary>The texts of the default views of models and training epochs.</summary>
public static class ModelView
{
    /// <summary>A count in thousands, millions or billions: <c>266.2 K</c>; "-" for none.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) =>
        count switch
        {
            0 => "-",
            >= 1_000_000_000 => Format($"{count / 1e9:N2} G"),
            >= 1_000_000 => Format($"{count / 1e6:N2} M"),
            >= 1_000 => Format($"{count / 1e3:N1} K"),
            _ => Format($"{count:N0}"),
        };

    /// <summary>A count with its unit: <c>4,810 weights</c>, <c>1 tree</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="unit">Of what, in the plural.</param>
    public static string Complexity(long count, string unit) => ComplexityText.Of(count, unit, CultureInfo.CurrentCulture);

    /// <summary>
    /// A name; of a long one the beginning and the end. The end gets more room, because names of pruned models end with what is left.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="length">The most characters.</param>
    public static string Name(string name, int length)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = PlainText.Of(name);
        int beginning = length / 4;
        return name.Length <= length ? name : $"{name[..beginning]}…{name[^(length - beginning - 1)..]}";
    }

    /// <summary>How much is left of how much: <c>1,723 of 17,226 weights</c>; the count alone where nothing is gone.</summary>
    /// <param name="count">How many are left.</param>
    /// <param name="original">How many the original model had.</param>
    /// <param name="unit">Of what, in the plural.</param>
    public static string Complexity(long count, long original, string unit) =>
        original <= count ? Complexity(count, unit) : Format($"{count:N0} of {original:N0} {unit}");

    /// <summary>Validation scores before and after pruning: <c>0.965 → 0.962</c>; "-" where they were not measured.</summary>
    /// <param name="before">The score before, or null.</param>
    /// <param name="after">The score after, or null.</param>
    public static string Scores(double? before, double? after) =>
        before is null && after is null ? "-" : $"{Short(before)} → {Short(after)}";

    /// <summary>Bytes in bytes, kilobytes or megabytes of 1024: <c>1.02 MB</c>.</summary>
    /// <param name="bytes">The number of bytes.</param>
    public static string Size(long bytes) =>
        bytes switch
        {
            >= 1 << 20 => Format($"{bytes / 1048576.0:N2} MB"),
            >= 1 << 10 => Format($"{bytes / 1024.0:N1} KB"),
            _ => Format($"{bytes:N0} B"),
        };

    /// <summary>Four decimals; "-" for a figure that was not measured.</summary>
    /// <param name="value">The figure, NaN where there is none.</param>
    public static string Figure(double value) => double.IsNaN(value) ? "-" : Format($"{value:N4}");

    /// <summary>All parameters, and how many are not zero where some are: <c>17,226 (1,907 not zero)</c>.</summary>
    /// <param name="model">The model.</param>
    public static string Parameters(Model model) =>
        model.NonzeroParameters == model.Parameters
            ? Format($"{model.Parameters:N0}")
            : Format($"{model.Parameters:N0} ({model.NonzeroParameters:N0} not zero)");

    /// <summary>The size as a model file holds it, and stored densely where that is more: <c>19.2 KB packed, 35.5 KB dense</c>.</summary>
    /// <param name="model">The model.</param>
    public static string Sizes(Model model) => $"{Size(model.PackedBytes)} packed, {Size(model.StoredBytes)} dense";

    /// <summary>
    /// What the model is made of: the layers with parameters and what they give, the leaves and the depth of a tree, how an ensemble votes
    /// and who, how nearest neighbours decide.
    /// </summary>
    /// <param name="model">The model.</param>
    public static string Structure(Model model) => model.Structure(CultureInfo.CurrentCulture);

    /// <summary>The data set in a line, or that a model from a file has none.</summary>
    /// <param name="model">The model.</param>
    public static string DatasetOf(Model model) => model.Dataset?.ToString() ?? "none (read from a file)";

    private static string Short(double? figure) => figure is { } value ? Format($"{value:N3}") : "-";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.CurrentCulture);
}
