using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Pruning.Trees;

/// <summary>How many training rows of each class reached a node, from the fractions and the weight that the tree holds.</summary>
internal static class NodeCounts
{
    /// <summary>
    /// The fractions are single precision: a count that is this near to a whole number, relative to the node's rows, is that number. Class
    /// weights make counts that are none.
    /// </summary>
    private const double Precision = 1e-6;

    /// <summary>The rows of one class at a node; with class weights, the sum of their weights.</summary>
    internal static double OfClass(DecisionTree tree, int node, int index)
    {
        double rows = tree.Weights[node],
            count = tree.Value(node)[index] * rows,
            whole = Math.Round(count);
        return Math.Abs(count - whole) <= Precision * rows ? whole : count;
    }

    /// <summary>The rows that a node would predict wrongly as a leaf.</summary>
    internal static double Errors(DecisionTree tree, int node) =>
        Math.Max(0, tree.Weights[node] - OfClass(tree, node, OutputScore.MostProbable(tree.Value(node))));
}
