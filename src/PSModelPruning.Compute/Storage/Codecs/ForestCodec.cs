using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores forests: the options as JSON, the trees as safetensors.</summary>
internal sealed class ForestCodec : ModelCodec
{
    private const string TreeWeights = "treeWeights";

    /// <inheritdoc/>
    internal override string Family => "Forest";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [ForestDocument.PartName, Storage.PartNames.Weights, TreeTensors.PartName];

    /// <inheritdoc/>
    internal override bool Handles(Model model) => model is ForestModel;

    /// <inheritdoc/>
    internal override void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        var forest = (ForestModel)model;
        archive.AddJson(
            ForestDocument.PartName,
            new ForestDocument
            {
                Trees = forest.TreeCount,
                OutOfBagScore = forest.OutOfBagScore,
                Options = forest.Options,
            },
            StorageJson.Default.ForestDocument
        );
        var writer = new TreeWriter(forest.Trees);
        writer.AddRest(TreeWeights, [.. forest.Weights]);
        writer.WriteTo(archive, cancellation);
    }

    /// <inheritdoc/>
    internal override Model Read(ModelDescription description, ModelDocument header, ArchiveParts parts, CancellationToken cancellation)
    {
        ForestDocument document = parts.Json(ForestDocument.PartName, StorageJson.Default.ForestDocument);
        if (
            document.Trees < 1
            || document.Options?.Tree?.ClassWeights is null
            || document.Options.Tree.Criterion is null
            || document.Options.Tree.MaxFeatures is null
        )
            throw new FormatException("its forest has empty members.");
        if (document.Options.SampleFraction is not (> 0 and <= 1))
            throw new FormatException("its forest draws an impossible part of the rows.");
        bool binsByRows = document.Options.Tree.MaxBins == ForestOptions.BinsByRows;
        TreeOptionRules.Check(
            binsByRows ? document.Options.Tree with { MaxBins = 0 } : document.Options.Tree,
            description.Task,
            description.Classes.Count
        );
        int outputs = description.Task == LearningTask.Classification ? description.Classes.Count : 1;
        var reader = new TreeReader(parts, description.Preprocessing.Width, outputs, [], [TreeWeights]);
        DecisionTree[] trees = reader.Trees(document.Trees, cancellation);
        return new ForestModel(description, trees, reader.Rest(TreeWeights, trees.Length), document.Options)
        {
            OutOfBagScore = document.OutOfBagScore,
            Pruning = header.Pruning,
        };
    }
}
