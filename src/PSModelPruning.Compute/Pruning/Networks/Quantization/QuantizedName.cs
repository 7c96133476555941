namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>The names of quantized models.</summary>
internal static class QuantizedName
{
    /// <summary>
    /// The name that was asked for; otherwise the model's with the scheme: <c>ConvNet (Int8)</c>, in place of an earlier scheme.
    /// </summary>
    /// <param name="name">The name without the scheme.</param>
    /// <param name="options">May hold a name.</param>
    /// <param name="scheme">The scheme.</param>
    internal static string For(string name, PruningOptions options, string scheme) => options.Name ?? $"{Plain(name)} ({scheme})";

    /// <summary>The name without a scheme at its end.</summary>
    internal static string Plain(string name) =>
        QuantizerCatalog
            .All.Select(quantizer => $" ({quantizer.Name})")
            .FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            is { } found
            ? name[..^found.Length]
            : name;
}
