using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores decision trees: how they were grown as JSON, the nodes as safetensors; see <see cref="TreeTensors"/>.</summary>
internal sealed class TreeCodec : ModelCodec
{
    /// <inheritdoc/>
    internal override string Family => "Tree";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [TreeDocument.PartName, Storage.PartNames.Weights, TreeTensors.PartName];

    /// <inheritdoc/>
    internal override bool Handles(Model model) => model is TreeModel;

    /// <inheritdoc/>
    internal override void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        var tree = (TreeModel)model;
        archive.AddJson(TreeDocument.PartName, new TreeDocument { Options = tree.Options }, StorageJson.Default.TreeDocument);
        new TreeWriter([tree.Tree]).WriteTo(archive, cancellation);
    }

    /// <inheritdoc/>
    internal override Model Read(ModelDescription description, ModelDocument header, ArchiveParts parts, CancellationToken cancellation)
    {
        TreeOptions options = parts.Json(TreeDocument.PartName, StorageJson.Default.TreeDocument).Options;
        if (options?.Criterion is null || options.MaxFeatures is null || options.ClassWeights is null)
            throw new FormatException("its description of the tree has empty members.");
        TreeOptionRules.Check(options, description.Task, description.Classes.Count);
        int outputs = description.Task == LearningTask.Classification ? description.Classes.Count : 1;
        DecisionTree tree = new TreeReader(parts, description.Preprocessing.Width, outputs, [], []).Trees(1, cancellation)[0];
        return new TreeModel(description, tree, options) { Pruning = header.Pruning };
    }
}
