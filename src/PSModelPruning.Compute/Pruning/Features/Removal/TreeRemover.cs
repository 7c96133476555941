using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes features from trees, forests and boosted trees: where no split reads one that goes, the inputs are only numbered anew and the
/// model predicts as before; else it is grown again.
/// </summary>
internal sealed class TreeRemover : RefittingRemover
{
    internal override RemovalResult Remove(Request request)
    {
        Model model = request.Model;
        int[] inputs = model.Preprocessing.KeptInputs(request.Kept);
        var positions = new int[model.Preprocessing.Width];
        Array.Fill(positions, -1);
        for (int i = 0; i < inputs.Length; i++)
            positions[inputs[i]] = i;
        var sum = (ISumOfTrees)model;
        if (sum.Trees.Any(t => t.Features.Any(input => input >= 0 && positions[input] < 0)))
            return base.Remove(request);
        Preprocessing preprocessing = model.Preprocessing.KeepFeatures(request.Kept);
        ModelDescription description = model.Describe() with
        {
            Preprocessing = preprocessing,
            Dataset = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null,
        };
        DecisionTree[] renumbered = [.. sum.Trees.Select(t => Renumber(t, positions))];
        return new RemovalResult(sum.WithTrees(description, renumbered), "not changed, as it reads none of them");
    }

    private static DecisionTree Renumber(DecisionTree tree, int[] positions) =>
        new(
            tree.OutputCount,
            [.. tree.Features.Select(input => input < 0 ? input : positions[input])],
            tree.Thresholds,
            tree.MissingLeft,
            tree.Right,
            tree.Weights,
            tree.Impurities,
            tree.Values
        )
        {
            SampleSeed = tree.SampleSeed,
        };
}
