using System.Globalization;
using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Trees of ai.onnx.ml 5. They give scores alone: several are those of classes without names.</summary>
internal sealed class TreeEnsembleOperator : OnnxOperator
{
    private const int Average = 0;
    private const int Sum = 1;

    internal override string Type => "TreeEnsemble";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes a tree, a forest or a boosted model; several targets are classes; SUM or AVERAGE";

    internal override long Columns(OnnxNode node) => node.Integers("nodes_featureids").DefaultIfEmpty(-1).Max() + 1;

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        long targets = node.Integer("n_targets", 0),
            aggregate = node.Integer("aggregate_function", Sum),
            transform = node.Integer("post_transform", 0);
        if (targets is < 1 or > OnnxLimits.Columns)
            throw scope.Corrupt(node, $"has {targets:N0} targets.");
        if (aggregate is not (Sum or Average))
            throw scope.Unsupported(
                node,
                $"joins its trees by {(aggregate == 2 ? "MIN" : aggregate == 3 ? "MAX" : "an unknown function")}, and models here only sum "
                    + $"or average them."
            );
        if (transform < 0 || !Enum.IsDefined((PostTransform)transform))
            throw scope.Corrupt(node, $"has the unknown post transform {transform}.");
        // 1 is SOFTMAX and 2 is LOGISTIC in the standard; ONNX Runtime has them the other way round.
        if ((PostTransform)transform is PostTransform.Softmax or PostTransform.Logistic)
            throw scope.Unsupported(
                node,
                $"has the post transform {transform}, which the standard and ONNX Runtime read differently. Write the function as a node "
                    + $"behind the trees."
            );
        if (node.Has("membership_values"))
            throw scope.Unsupported(node, $"has the mode BRANCH_MEMBER, which no tree here has.");
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        AssembledTree[] trees = EnsembleAttributes.Assemble(node, scope, Nodes(node, scope, (int)targets), columns.Count, (int)targets);
        if (aggregate == Average && targets > 1)
            trees = [.. trees.Select(tree => tree with { Values = Array.ConvertAll(tree.Values, value => value / trees.Length) })];
        string[] classes = targets == 1 ? [] : [.. Enumerable.Range(0, (int)targets).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        var predictor = new TreePredictor(node.Shown, columns, classes, trees, [], aggregate == Average)
        {
            Transform = (PostTransform)transform,
        };
        scope.Output(node, 0, new OnnxScores(predictor));
    }

    /// <summary>The splits and, behind them, the leaves.</summary>
    private static EnsembleNodes Nodes(OnnxNode node, OnnxScope scope, int scores)
    {
        double[] modes = node.Numbers(scope, "nodes_modes"),
            thresholds = node.Numbers(scope, "nodes_splits"),
            weights = node.Numbers(scope, "leaf_weights");
        IReadOnlyList<long> features = node.Integers("nodes_featureids"),
            targets = node.Integers("leaf_targetids"),
            missing = node.Integers("nodes_missing_value_tracks_true"),
            roots = node.Integers("tree_roots");
        int splits = modes.Length,
            leaves = weights.Length;
        if (
            leaves == 0
            || splits == 0
            || targets.Count != leaves
            || thresholds.Length != splits
            || features.Count != splits
            || missing.Count != 0 && missing.Count != splits
        )
            throw scope.Corrupt(node, $"has lists of nodes or leaves of different lengths, or none.");
        if (roots.Count == 0 || roots.Any(root => root < 0 || root >= splits))
            throw scope.Corrupt(node, $"has no tree, or one whose root is not there.");
        if (targets.Any(target => target < 0 || target >= scores))
            throw scope.Corrupt(node, $"has a leaf of a target that is not among the {scores:N0}.");
        if (Array.Exists(modes, mode => !(mode >= 0 && mode <= (int)Branch.Member)))
            throw scope.Corrupt(node, $"has a node of an unknown mode.");
        int all = splits + leaves;
        return new EnsembleNodes
        {
            Branches = [.. modes.Select(mode => (Branch)mode), .. Enumerable.Repeat(Branch.Leaf, leaves)],
            Features = [.. features, .. new long[leaves]],
            Thresholds = [.. thresholds, .. new double[leaves]],
            WhereTrue = Children("nodes_truenodeids", "nodes_trueleafs"),
            WhereFalse = Children("nodes_falsenodeids", "nodes_falseleafs"),
            MissingTrue = [.. Enumerable.Range(0, all).Select(i => i < missing.Count && missing[i] != 0)],
            Roots = [.. roots.Select(root => (int)root)],
            FirstWeight = [.. Enumerable.Range(0, all + 1).Select(i => Math.Max(0, i - splits))],
            Targets = [.. targets.Select(target => (int)target)],
            Weights = weights,
        };

        int[] Children(string ids, string isLeaf)
        {
            IReadOnlyList<long> children = node.Integers(ids),
                flags = node.Integers(isLeaf);
            if (children.Count != splits || flags.Count != splits)
                throw scope.Corrupt(node, $"has {splits:N0} splits, but another number in '{ids}' or '{isLeaf}'.");
            var found = new int[all];
            for (int i = 0; i < splits; i++)
            {
                bool leaf = flags[i] != 0;
                if (children[i] < 0 || children[i] >= (leaf ? leaves : splits))
                    throw scope.Corrupt(
                        node,
                        $"has a split that leads to a {(leaf ? "leaf" : "split")} {children[i]}, which is not there."
                    );
                found[i] = (int)children[i] + (leaf ? splits : 0);
            }
            return found;
        }
    }
}
