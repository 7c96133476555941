using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Compute.Pruning;

/// <summary>Lists the pruner of every family. To add one, add its class and a line here.</summary>
internal static class ModelPruners
{
    private static readonly FeaturePruner FeaturePruner = new();

    private static readonly ModelPruner[] Pruners =
    [
        new NetworkPruner(),
        new PathPruner(),
    ];

    /// <summary>The pruner of a model's family, or the one that removes input features where the target is in features.</summary>
    /// <exception cref="ComputeException"><c>ModelNotPrunable</c>: there is none.</exception>
    internal static ModelPruner For(Model model, PruningOptions options)
    {
        if (options.IsOfFeatures)
            return FeaturePruner;
        return For(model);
    }

    /// <summary>The pruner of a model's family.</summary>
    /// <exception cref="ComputeException"><c>ModelNotPrunable</c>: there is none.</exception>
    internal static ModelPruner For(Model model) =>
        Pruners.FirstOrDefault(pruner => pruner.Accepts(model)) ?? throw PruningErrors.FamilyNotPrunable(model);
}
