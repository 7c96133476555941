using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores boosted trees: the options and the training run as JSON, the trees and the baseline as safetensors.</summary>
internal sealed class BoostedCodec : ModelCodec
{
    private const string Baseline = "baseline";

    /// <inheritdoc/>
    internal override string Family => "Boosted";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [BoostedDocument.PartName, Storage.PartNames.Weights, TreeTensors.PartName];

    /// <inheritdoc/>
    internal override bool Handles(Model model) => model is BoostedModel;

    /// <inheritdoc/>
    internal override void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        var boosted = (BoostedModel)model;
        archive.AddJson(
            BoostedDocument.PartName,
            new BoostedDocument
            {
                Trees = boosted.TreeCount,
                Options = boosted.Options,
                Training = boosted.Training,
            },
            StorageJson.Default.BoostedDocument
        );
        var writer = new TreeWriter(boosted.Trees);
        writer.AddWeights(Baseline, [.. boosted.Baseline]);
        writer.WriteTo(archive, cancellation);
    }

    /// <inheritdoc/>
    internal override Model Read(ModelDescription description, ModelDocument header, ArchiveParts parts, CancellationToken cancellation)
    {
        BoostedDocument document = parts.Json(BoostedDocument.PartName, StorageJson.Default.BoostedDocument);
        if (
            document.Options?.Tree?.ClassWeights is null
            || document.Options.Tree.Criterion is null
            || document.Options.Tree.MaxFeatures is null
            || document.Options.Loss is null
            || document.Training is null
            || document.Training.Any(round => round is null)
        )
            throw new FormatException("its boosted trees have empty members.");
        TreeOptionRules.Check(document.Options.Tree, description.Task, description.Classes.Count);
        int perRound = description.Task == LearningTask.Classification && description.Classes.Count > 2 ? description.Classes.Count : 1;
        if (document.Trees < 1 || document.Trees % perRound != 0)
            throw new FormatException($"its {document.Trees} boosted trees are not whole rounds.");
        var reader = new TreeReader(parts, description.Preprocessing.Width, 1, [Baseline], []);
        return new BoostedModel(
            description,
            reader.Trees(document.Trees, cancellation),
            reader.Weights(Baseline, perRound),
            document.Options
        )
        {
            Training = document.Training,
            Pruning = header.Pruning,
        };
    }
}
