using PSModelPruning.Compute.Families;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Pruning.Features.Removal;
using PSModelPruning.Compute.Pruning.Forests;
using PSModelPruning.Compute.Pruning.Forests.Boosted;
using PSModelPruning.Compute.Pruning.Forests.Orderings;
using PSModelPruning.Compute.Pruning.Neighbors;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Pruning.Trees;
using PSModelPruning.Compute.Storage.Codecs;
using PSModelPruning.Compute.Training.Kinds;

[assembly: ModelFamilies(typeof(ModelFamilyCatalog))]

namespace PSModelPruning.Compute.Families;

/// <summary>
/// Lists every family of models with its parts. To add a family, add its model, its kind and its codec, each as a class of its own, and an
/// entry here. A codec is required. Of a family without a <see cref="FeatureRemover"/> models are fitted again when features go; one
/// without a <see cref="PathMethod"/> is pruned by features and by simpler models alone.
/// </summary>
internal sealed class ModelFamilyCatalog : IModelFamilies
{
    private static readonly PathMethod[] SelectionMethods =
    [
        new EnsembleReducedErrorMethod(),
        new ComplementarityMethod(),
        new MarginDistanceMethod(),
        new IndividualRankMethod(),
        new KappaMethod(),
        new ClusteringMethod(),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<ModelFamily> Families { get; } =
    [
        Family<NetworkModel>(new NetworkKind(), new LinearKind(), new NetworkCodec(), new NetworkRemover()),
        Family<TreeModel>(
            new TreeKind(),
            new TreeCodec(),
            new TreeRemover(),
            // The first method of a family is its default.
            new CostComplexityMethod(),
            new ReducedErrorMethod(),
            new PessimisticMethod(),
            new MinimumErrorMethod(),
            new MinimumDescriptionLengthMethod()
        ),
        Family<ForestModel>([
            new ForestKind(),
            new ForestCodec(),
            new TreeRemover(),
            .. SelectionMethods,
            new ForestCostComplexityMethod(),
        ]),
        Family<NeighborModel>(
            new NeighborKind(),
            new NeighborCodec(),
            new NeighborRemover(),
            new KMeansMethod(),
            new CondensationMethod(),
            new Drop3Method(),
            new EditingMethod(),
            new RepeatedEditingMethod(),
            new AllKnnMethod(),
            new TomekLinksMethod()
        ),
        Family<BoostedModel>(
            new BoostedKind(),
            new BoostedCodec(),
            new TreeRemover(),
            new TruncationMethod(),
            new BoostedReducedErrorMethod()
        ),
        // Joined from other models.
        Family<EnsembleModel>([new EnsembleCodec(), new EnsembleRemover(), .. SelectionMethods]),
        // Takes the place of a model that is more complex than it needs to be.
        Family<RuleModel>(new RuleCodec(), new RuleRemover()),
    ];

    private static ModelFamily Family<TModel>(params object[] parts)
        where TModel : Model => new() { ModelType = typeof(TModel), Parts = parts };
}
