using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>How trees, forests, neighbours and ensembles are pruned.</summary>
internal sealed record PathOptions
{
    /// <summary>Parts of cross-validation; null takes 10 (5 for features), or as many as the rows allow.</summary>
    [Option("Parts of cross-validation.")]
    [OptionRange(2, 1000)]
    public int? Fold { get; init; }

    /// <summary>The confidence level of pessimistic pruning, above 0 to 0.5 (C4.5's CF); null is 0.25.</summary>
    [Option("The confidence level of pessimistic pruning.")]
    [OptionRange(1e-6, 0.5)]
    public double? Confidence { get; init; }

    /// <summary>
    /// The weight of the prior class fractions in minimum-error pruning (the m of Cestnik and Bratko's m-estimate); null takes the number
    /// of classes.
    /// </summary>
    [Option("The weight of the prior class fractions in minimum-error pruning.")]
    [OptionRange(0, 1e9)]
    public double? PriorWeight { get; init; }

    /// <summary>Passes of gradient descent over the leaf values after trees were chosen; 0 does not refine.</summary>
    [Option("Passes of gradient descent over the leaf values after the trees are selected.")]
    [OptionRange(0, 100_000)]
    public int? RefinementEpochs { get; init; }

    /// <summary>Parts of cross-validation.</summary>
    internal int Folds => Fold ?? 10;
}
