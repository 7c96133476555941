using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests.Boosted;

/// <summary>
/// Keeps the first rounds of a boosted model: each round was fitted to what those before it left, so that the first are a model without the
/// last.
/// </summary>
internal sealed class TruncationMethod : BoostedMethod
{
    internal override string Name => "Truncation";

    internal override string Description => "Boosted trees: keeps the first rounds, with weights that are fitted again.";

    private protected override Selection Select(BoostedModel model, Dataset dataset, PruningOptions options, IWorkMonitor monitor) =>
        new Ordering([.. Enumerable.Range(0, model.Rounds)]);
}
