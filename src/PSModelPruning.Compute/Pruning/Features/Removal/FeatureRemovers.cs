namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>Lists how features are taken from each family of models. To add one, add its class and a line here, before the last.</summary>
internal static class FeatureRemovers
{
    private static readonly FeatureRemover[] Removers =
    [
        new NetworkRemover(),
        new TreeRemover(),
        new NeighborRemover(),
        new RuleRemover(),
        new EnsembleRemover(),
        new RefittingRemover(),
    ];

    /// <summary>The first that accepts a model.</summary>
    /// <exception cref="ComputeException"><c>FeatureRemovalUnsupported</c>: there is none.</exception>
    internal static FeatureRemover For(Model model) =>
        Removers.FirstOrDefault(remover => remover.Accepts(model)) ?? throw PruningErrors.FeatureRemovalUnsupported(model);
}
