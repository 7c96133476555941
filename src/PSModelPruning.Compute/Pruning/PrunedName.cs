using System.Globalization;
using System.Text.RegularExpressions;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// The names of pruned models: the name of the model that was pruned and what is left of it, so that two prunings of one model differ.
/// </summary>
internal static partial class PrunedName
{
    private const double Half = 0.005;

    /// <summary>The name: <c>net, 90 % zeros</c>; <c>tree, 12 of 40 nodes</c>; <c>net, half the channels, Int8</c>.</summary>
    /// <param name="model">The model that was pruned.</param>
    /// <param name="result">The model that it became, with its report.</param>
    internal static string For(Model model, Model result)
    {
        PruningReport report = result.Pruning!;
        string scheme = report.Quantization is { } quantized ? $", {quantized.Scheme}" : "";
        // Quantization alone removes nothing. What earlier prunings removed stays in the name.
        return report.IsQuantizationAlone ? WithoutScheme(model.Name) + scheme : $"{Plain(model.Name)}, {WhatIsLeft(result)}{scheme}";
    }

    /// <summary>The name without what earlier prunings added.</summary>
    internal static string Plain(string name) => Added().Replace(WithoutScheme(name), "");

    /// <summary>What is left of the original model: <c>90 % zeros</c>, <c>half the channels</c>, <c>12 of 40 nodes</c>.</summary>
    private static string WhatIsLeft(Model result)
    {
        PruningReport report = result.Pruning!;
        if (report.Trials.Count > 0)
            return $"as {result.Kind}";
        if (GranularityCatalog.Find(report.Granularity) is { } granularity)
            return granularity.MakesSmaller ? Fraction(1 - report.Sparsity, granularity.Unit + "s") : $"{Percent(report.Sparsity)} zeros";
        PruningLayer counted = report.Layers[0];
        return string.Create(CultureInfo.InvariantCulture, $"{counted.Kept:N0} of {counted.Original:N0} {counted.Unit}s");
    }

    private static string Fraction(double left, string units) =>
        Math.Abs(left - 0.5) < Half ? $"half the {units}" : $"{Percent(left)} of the {units}";

    /// <summary>With one decimal, or two near the ends, where they matter.</summary>
    private static string Percent(double fraction) =>
        (fraction * 100).ToString(fraction is > 0.99 or < 0.01 ? "0.##" : "0.#", CultureInfo.InvariantCulture) + " %";

    private static string WithoutScheme(string name) =>
        QuantizerCatalog
            .All.Select(quantizer => $", {quantizer.Name}")
            .FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            is { } found
            ? name[..^found.Length]
            : name;

    [GeneratedRegex(
        @"(, ([0-9.]+ % (zeros|of the \w+)|half the \w+|[0-9,]+ of [0-9,]+ \w+|as [A-Z]\w+))+\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Added();
}
