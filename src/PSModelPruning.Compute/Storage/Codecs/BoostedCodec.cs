using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
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
            throw new ContentException("its boosted trees have empty members.");
        BoostingOptions options = document.Options.Read(description);
        int perRound = Outputs(description) > 2 ? Outputs(description) : 1;
        if (document.Trees < 1 || document.Trees % perRound != 0)
            throw new ContentException($"its {document.Trees} boosted trees are not whole rounds.");
        var reader = new TreeReader(parts, description.Preprocessing.Width, 1, LeafRange.Any, [Baseline], []);
        DecisionTree[] trees = reader.Trees(document.Trees, cancellation);
        float[] baseline = reader.Weights(Baseline, perRound);
        CheckSums(trees, baseline);
        return new BoostedModel(description, trees, baseline, options)
        {
            Training = [.. document.Training.Select(round => round.ToEpoch())],
        };
    }

    /// <summary>No row's sum of leaves leaves the numbers that single precision has.</summary>
    private static void CheckSums(DecisionTree[] trees, float[] baseline)
    {
        const double most = float.MaxValue / 4;
        for (int output = 0; output < baseline.Length; output++)
        {
            double sum = Math.Abs(baseline[output]);
            for (int t = output; t < trees.Length; t += baseline.Length)
                sum += trees[t].Values.Max(value => (double)Math.Abs(value));
            if (sum > most)
                throw new ContentException(
                    FormattableString.Invariant($"the leaves of its trees may sum to {sum:G3}, which no prediction can be.")
                );
        }
    }
}
