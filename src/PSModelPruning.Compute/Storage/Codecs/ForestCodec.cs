using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores forests; beside the trees their weights.</summary>
internal sealed class ForestCodec() : TreesCodec<ForestModel, ForestDocument>(ForestDocument.PartName, ForestJson.Default.ForestDocument)
{
    private const string TreeWeights = "treeWeights";
    private const double WeightTolerance = 1e-3;

    /// <inheritdoc/>
    internal override string Family => "Forest";

    private protected override ForestDocument Describe(ForestModel model) =>
        new()
        {
            Trees = model.TreeCount,
            OutOfBagScore = model.OutOfBagScore,
            Options = ForestOptionsDocument.Of(model.Options),
        };

    private protected override void AddNumbers(ForestModel model, TreeWriter writer) => writer.AddRest(TreeWeights, [.. model.Weights]);

    private protected override ForestModel Read(
        ModelDescription description,
        ForestDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        if (document.Trees < 1 || document.Options is null)
            throw new ContentException("its forest has empty members.");
        ForestOptions options = document.Options.Read(description);
        var reader = new TreeReader(
            parts,
            description.Preprocessing.Width,
            Outputs(description),
            LeafRange.OfForest(description.Task),
            [],
            [TreeWeights]
        );
        DecisionTree[] trees = reader.Trees(document.Trees, cancellation);
        double[] weights = reader.Rest(TreeWeights, trees.Length, 0);
        if (!(Math.Abs(weights.Sum() - 1) <= WeightTolerance))
            throw new ContentException("the weights of its trees do not sum to 1.");
        return new ForestModel(description, trees, weights, options) { OutOfBagScore = document.OutOfBagScore };
    }
}
