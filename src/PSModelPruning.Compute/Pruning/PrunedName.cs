using PSModelPruning.Compute.Pruning.Networks.Quantization;

namespace PSModelPruning.Compute.Pruning;

/// <summary>The names of pruned models.</summary>
internal static class PrunedName
{
    private const string Suffix = " (pruned)";

    /// <summary>The name that was asked for; otherwise the model's with "(pruned)" at its end, once.</summary>
    internal static string For(Model model, PruningOptions options)
    {
        string name = QuantizedName.Plain(model.Name);
        return options.Name ?? (name.EndsWith(Suffix, StringComparison.Ordinal) ? name : name + Suffix);
    }
}
