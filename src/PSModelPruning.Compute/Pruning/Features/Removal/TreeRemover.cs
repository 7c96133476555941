using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes features from trees, forests and boosted trees: where no split reads one that goes, the inputs are only numbered anew and the
/// model predicts as before; else it is grown again.
/// </summary>
internal sealed class TreeRemover : RefittingRemover
{
    internal override bool Accepts(Model model) => model is TreeModel or ForestModel or BoostedModel;

    internal override RemovalResult Remove(Request request)
    {
        Model model = request.Model;
        int[] inputs = model.Preprocessing.KeptInputs(request.Kept);
        var positions = new int[model.Preprocessing.Width];
        Array.Fill(positions, -1);
        for (int i = 0; i < inputs.Length; i++)
            positions[inputs[i]] = i;
        IReadOnlyList<DecisionTree> trees = Trees(model);
        if (trees.Any(t => t.Features.Any(input => input >= 0 && positions[input] < 0)))
            return base.Remove(request);
        Preprocessing preprocessing = model.Preprocessing.KeepFeatures(request.Kept);
        ModelDescription description = model.Describe() with
        {
            Preprocessing = preprocessing,
            Dataset = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null,
        };
        DecisionTree[] renumbered = [.. trees.Select(t => Renumber(t, positions))];
        return new RemovalResult(Made(model, description, renumbered), "not changed, as it reads none of them");
    }

    private static IReadOnlyList<DecisionTree> Trees(Model model) =>
        model switch
        {
            ForestModel forest => forest.Trees,
            BoostedModel boosted => boosted.Trees,
            _ => [((TreeModel)model).Tree],
        };

    private static Model Made(Model model, ModelDescription description, DecisionTree[] trees) =>
        model switch
        {
            ForestModel forest => new ForestModel(description, trees, forest.Weights, forest.Options)
            {
                OutOfBagScore = forest.OutOfBagScore,
            },
            BoostedModel boosted => new BoostedModel(description, trees, boosted.Baseline, boosted.Options) { Training = boosted.Training },
            _ => new TreeModel(description, trees[0], ((TreeModel)model).Options),
        };

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
