using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>Finds how features are taken from the models of a family.</summary>
internal static class FeatureRemovers
{
    private static readonly RefittingRemover Refitting = new();

    /// <summary>The family's own way; models of a family without one are fitted again.</summary>
    /// <exception cref="ComputeException"><c>FeatureRemovalUnsupported</c>: there is none, and nothing fits such models.</exception>
    internal static FeatureRemover For(Model model) =>
        ModelFamily.Of(model)?.PartsOf<FeatureRemover>().FirstOrDefault()
        ?? (ModelKindCatalog.Of(model) is null ? throw PruningErrors.FeatureRemovalUnsupported(model) : Refitting);
}
