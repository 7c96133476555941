using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Submodels;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Lists the pruner of every family. To add one, add its class and a line here.</summary>
internal static class ModelPruners
{
    private static readonly FeaturePruner FeaturePruner = new();
    private static readonly SubmodelPruner SubmodelPruner = new();

    private static readonly ModelPruner[] Pruners = [new NetworkPruner(), new PathPruner()];

    /// <summary>
    /// The pruner of a model's family, or one of those for any family: what removes input features, and what puts a simple model in its
    /// place.
    /// </summary>
    /// <exception cref="ComputeException"><c>ModelNotPrunable</c>: there is none.</exception>
    internal static ModelPruner For(Model model, PruningOptions options)
    {
        if (SubmodelPruner.Method.Equals(options.Method, StringComparison.OrdinalIgnoreCase))
            return SubmodelPruner;
        if (options.IsOfFeatures || (model is not NetworkModel && FeatureMethodCatalog.Has(options.Method)))
            return FeaturePruner;
        return For(model);
    }

    /// <summary>The pruner of a model's family.</summary>
    /// <exception cref="ComputeException"><c>ModelNotPrunable</c>: there is none.</exception>
    internal static ModelPruner For(Model model) =>
        Pruners.FirstOrDefault(pruner => pruner.Accepts(model)) ?? throw PruningErrors.FamilyNotPrunable(model);
}
