using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs.Trees;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores boosted trees; beside the trees the scores before the first one.</summary>
internal sealed class BoostedCodec()
    : TreesCodec<BoostedModel, BoostedDocument>(BoostedDocument.PartName, BoostedJson.Default.BoostedDocument)
{
    private const string Baseline = "baseline";

    /// <inheritdoc/>
    internal override string Family => "Boosted";

    private protected override BoostedDocument Describe(BoostedModel model) =>
        new()
        {
            Trees = model.TreeCount,
            Options = BoostingOptionsDocument.Of(model.Options),
            Training = EpochDocument.Of(model.Training),
        };

    private protected override void AddNumbers(BoostedModel model, TreeWriter writer) => writer.AddWeights(Baseline, [.. model.Baseline]);

    private protected override BoostedModel Read(
        ModelDescription description,
        BoostedDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        if (document.Options?.Loss is null || document.Training is null || document.Training.Any(round => round is null))
            throw new FormatException("its boosted trees have empty members.");
        BoostingOptions options = document.Options.Read(description);
        int perRound = Outputs(description) > 2 ? Outputs(description) : 1;
        if (document.Trees < 1 || document.Trees % perRound != 0)
            throw new FormatException($"its {document.Trees} boosted trees are not whole rounds.");
        var reader = new TreeReader(parts, description.Preprocessing.Width, 1, [Baseline], []);
        return new BoostedModel(description, reader.Trees(document.Trees, cancellation), reader.Weights(Baseline, perRound), options)
        {
            Training = [.. document.Training.Select(round => round.ToEpoch())],
        };
    }
}
