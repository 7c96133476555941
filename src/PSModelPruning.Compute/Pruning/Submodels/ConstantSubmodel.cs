namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>Always the most frequent class, or the mean.</summary>
internal sealed class ConstantSubmodel : SubmodelFamily
{
    internal override string Name => "Constant";

    internal override string Description => "The most frequent class, or the mean, for every row.";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context) =>
        [Submodel.Of(context.RulesOf([context.Conclude([], [.. Enumerable.Range(0, context.Rows)])]))];
}
