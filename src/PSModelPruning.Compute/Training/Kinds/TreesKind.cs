using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>What the kinds of models that are made of trees have in common: seeds, warnings, and fitting again.</summary>
/// <typeparam name="TModel">The class of models.</typeparam>
/// <typeparam name="TOptions">How they are grown.</typeparam>
internal abstract class TreesKind<TModel, TOptions> : ModelKind
    where TModel : Model, ISumOfTrees
    where TOptions : class, new()
{
    /// <summary>The parameters that every kind of trees reads.</summary>
    private protected static readonly string[] TreeParameters =
    [
        "MaxDepth",
        "MinLeafSamples",
        "MinSplitSamples",
        "MinImpurityDecrease",
        "MaxLeaves",
        "MaxBins",
        "MaxFeatures",
        "ClassWeight",
    ];

    internal sealed override bool Made(Model model) => model is TModel;

    internal sealed override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor)
    {
        TOptions asked = request.OptionsOf<TOptions>();
        TOptions options = With(asked, TreeOf(asked) with { Seed = request.Seed });
        TModel model = Fit(dataset, options, request.Name.Length > 0 ? request.Name : Name, monitor);
        TreeTraining.WarnOfNoSplit(model.Trees.Any(tree => tree.LeafCount > 1), dataset, TreeOf(OptionsOf(model)), monitor);
        return model;
    }

    internal sealed override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor)
    {
        TOptions options = ForRows(OptionsOf((TModel)like), dataset);
        TreeOptions tree = TreeOf(options);
        return Fit(
            dataset,
            With(options, tree with { Seed = seed, MaxFeatures = MaxFeaturesRule.ForWidth(tree.MaxFeatures, dataset.Inputs) }),
            like.Name,
            monitor
        );
    }

    /// <summary>The options that a model keeps.</summary>
    private protected abstract TOptions OptionsOf(TModel model);

    /// <summary>How each tree is grown.</summary>
    private protected abstract TreeOptions TreeOf(TOptions options);

    /// <summary>The same options with another way to grow each tree.</summary>
    private protected abstract TOptions With(TOptions options, TreeOptions tree);

    /// <summary>The options of a model for other rows.</summary>
    private protected virtual TOptions ForRows(TOptions options, Dataset dataset) => options;

    /// <summary>Makes a model.</summary>
    private protected abstract TModel Fit(Dataset dataset, TOptions options, string name, IWorkMonitor monitor);
}
