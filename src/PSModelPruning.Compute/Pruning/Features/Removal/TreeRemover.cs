using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes features from trees and forests: where no split reads one that goes, the inputs are only numbered anew and the model predicts as
/// before; else it is grown again.
/// </summary>
internal sealed class TreeRemover : RefittingRemover
{
    internal override bool Accepts(Model model) => model is TreeModel or ForestModel;

    internal override RemovalResult Remove(Request request)
    {
        Model model = request.Model;
        int[] inputs = model.Preprocessing.KeptInputs(request.Kept);
        var positions = new int[model.Preprocessing.Width];
        Array.Fill(positions, -1);
        for (int i = 0; i < inputs.Length; i++)
            positions[inputs[i]] = i;
        DecisionTree[] trees = model is TreeModel tree ? [tree.Tree] : [.. ((ForestModel)model).Trees];
        if (trees.Any(t => t.Features.Any(input => input >= 0 && positions[input] < 0)))
            return base.Remove(request);
        Preprocessing preprocessing = model.Preprocessing.KeepFeatures(request.Kept);
        ModelDescription description = model.Describe() with
        {
            Preprocessing = preprocessing,
            Dataset = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null,
        };
        DecisionTree[] renumbered = [.. trees.Select(t => Renumber(t, positions))];
        Model result = model is ForestModel forest
            ? new ForestModel(description, renumbered, forest.Weights, forest.Options) { OutOfBagScore = forest.OutOfBagScore }
            : new TreeModel(description, renumbered[0], ((TreeModel)model).Options);
        return new RemovalResult(result, "not changed, as it reads none of them");
    }

    private static DecisionTree Renumber(DecisionTree tree, int[] positions) => new(tree.OutputCount,
        [.. tree.Features.Select(input => input < 0 ? input : positions[input])],
        tree.Thresholds, tree.MissingLeft, tree.Right, tree.Weights, tree.Impurities, tree.Values);
}
