using System.Globalization;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning;

/// <summary>
/// How far to prune: to a sparsity, to a number of units, to a complexity, by a rule, or as far as budgets ask or allow. Or which input
/// features stay. At most one of these is set; with none, a method that has an end of its own goes to it.
/// </summary>
internal sealed record PruningTarget
{
    /// <summary>The fraction of the original model's prunable units that is to be gone, in [0, 1).</summary>
    [Option("The fraction of the original model to remove.")]
    public double? Sparsity { get; init; }

    /// <summary>
    /// The greatest loss of accuracy (or R²) on the validation partition: 0.01 is one percentage point. Asks for as much sparsity as it
    /// allows.
    /// </summary>
    [Option("The maximum loss of accuracy (or R²) on the validation rows.")]
    public double? MaxAccuracyDrop { get; init; }

    /// <summary>
    /// The greatest packed size in kilobytes (1024 bytes). Asks for as little sparsity as it needs, like the two that follow.
    /// </summary>
    [Option("The maximum packed size in kilobytes.")]
    public double? MaxSizeKB { get; init; }

    /// <summary>The greatest number of multiply-accumulates of one row.</summary>
    [Option("The maximum number of multiply-accumulates for one row.")]
    public long? MaxMacs { get; init; }

    /// <summary>The greatest median latency in milliseconds.</summary>
    [Option("The maximum median duration of a prediction call in milliseconds.")]
    public double? MaxLatencyMs { get; init; }

    /// <summary>Rows of the prediction call whose latency <see cref="MaxLatencyMs"/> bounds; null is 1.</summary>
    [Option("The number of rows of the call that MaxLatencyMs limits.")]
    [OptionRange(1, 100_000)]
    [NotInFingerprint]
    public int? LatencyBatchSize { get; init; }

    /// <summary>What scores below it goes, in rounds until nothing does; with <see cref="Sparsity"/> at most that fraction.</summary>
    [Option("Weights with a lower score are removed, in rounds, until none is left.")]
    [OptionRange(0, double.MaxValue)]
    public double? Threshold { get; init; }

    /// <summary>The names of the features that stay; null where weights or units go.</summary>
    public IReadOnlyList<string>? KeepFeatures { get; init; }

    /// <summary>The number of features that stay; null where weights or units go.</summary>
    public int? KeepFeatureCount { get; init; }

    /// <summary>The number of units that stay: trees of a forest, members of an ensemble, prototypes of nearest neighbours.</summary>
    [Option("The number of trees, members or prototypes to keep.")]
    [OptionRange(1, int.MaxValue)]
    public int? Keep { get; init; }

    /// <summary>The number of leaves that stay of a tree (of all trees of a forest).</summary>
    [Option("The maximum number of leaves.")]
    [OptionRange(1, int.MaxValue)]
    public int? Leaves { get; init; }

    /// <summary>The complexity parameter of cost-complexity pruning, at least 0: what a leaf must gain to stay.</summary>
    [Option("The complexity parameter of cost-complexity pruning: the price of a leaf.")]
    [OptionRange(0, double.MaxValue)]
    public double? Alpha { get; init; }

    /// <summary>Minimum or OneStandardError: the point of the path that cross-validation chooses; null where it does not choose.</summary>
    [Option("How cross-validation selects.")]
    [OptionName<SelectionRuleCatalog>]
    public string? Rule { get; init; }

    internal bool IsOfFeatures => KeepFeatures is not null || KeepFeatureCount is not null;

    /// <summary>True where it was not said how far to prune.</summary>
    internal bool IsUnset =>
        Sparsity is null
        && Threshold is null
        && Keep is null
        && Leaves is null
        && Alpha is null
        && Rule is null
        && !IsBudget
        && !IsOfFeatures;

    internal bool IsBudget => MaxAccuracyDrop is not null || HasResourceBudget;

    internal bool HasResourceBudget => MaxSizeKB is not null || MaxMacs is not null || MaxLatencyMs is not null;

    /// <summary>True where only smaller tensors can meet the budget.</summary>
    internal bool NeedsRemoval => MaxMacs is not null || MaxLatencyMs is not null;

    /// <summary>Checks that it was said how far to prune, once, with possible figures.</summary>
    /// <exception cref="ComputeException"><c>PruningTargetMissing</c>, and those of <see cref="CheckFigures"/>.</exception>
    internal void Check()
    {
        if (Sparsity is null && Threshold is null && !IsBudget && !IsOfFeatures)
            throw PruningErrors.TargetMissing();
        CheckFigures();
    }

    /// <summary>Checks that it was said at most once how far to prune, with possible figures.</summary>
    /// <exception cref="ComputeException"><c>PruningTargetAmbiguous</c>, <c>SparsityOutOfRange</c>, <c>BudgetOutOfRange</c>.</exception>
    internal void CheckFigures()
    {
        if (
            new[]
            {
                Sparsity is not null || Threshold is not null,
                IsBudget,
                Keep is not null,
                Leaves is not null,
                Alpha is not null,
                Rule is not null,
            }.Count(given => given) > 1
        )
            throw PruningErrors.TargetAmbiguous();
        if (Sparsity is { } sparsity && !(sparsity >= 0 && sparsity < 1))
            throw PruningErrors.SparsityOutOfRange(sparsity);
        if (MaxAccuracyDrop is { } drop && !(drop >= 0 && drop < 1))
            throw PruningErrors.BudgetOutOfRange(nameof(MaxAccuracyDrop), drop);
        if (MaxSizeKB is { } size && !(size > 0))
            throw PruningErrors.BudgetOutOfRange(nameof(MaxSizeKB), size);
        if (MaxMacs is { } macs && macs <= 0)
            throw PruningErrors.BudgetOutOfRange(nameof(MaxMacs), macs);
        if (MaxLatencyMs is { } latency && !(latency > 0))
            throw PruningErrors.BudgetOutOfRange(nameof(MaxLatencyMs), latency);
    }

    public override string ToString() =>
        string.Join(
            ", ",
            new[]
            {
                Text("scores of at least {0}", Threshold),
                Text(Threshold is null ? "sparsity {0}" : "at most {0} gone", Sparsity),
                Text("accuracy drop at most {0}", MaxAccuracyDrop),
                Text("at most {0:#,0.###} KB packed", MaxSizeKB),
                Text("at most {0:N0} multiply-accumulates", MaxMacs),
                Text("at most {0} ms", MaxLatencyMs),
                Text("{0} kept", Keep),
                Text("{0} leaves", Leaves),
                Text("alpha {0}", Alpha),
                Rule is null ? null : $"rule {Rule}",
                Text("{0} features", KeepFeatures?.Count ?? KeepFeatureCount),
            }.OfType<string>()
        );

    private static string? Text(string format, IFormattable? value) =>
        value is null ? null : string.Format(CultureInfo.InvariantCulture, format, value);
}
