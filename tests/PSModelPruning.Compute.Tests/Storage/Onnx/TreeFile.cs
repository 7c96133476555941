using PSModelPruning.Compute.Models.Trees;
using static PSModelPruning.Compute.Tests.Storage.Onnx.OnnxFileBuilder;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Writes ONNX files of trees for tests.</summary>
internal sealed class TreeFile
{
    private readonly List<long> _trees = [],
        _ids = [],
        _features = [],
        _whenTrue = [],
        _whenFalse = [],
        _missing = [],
        _leafTrees = [],
        _leafIds = [],
        _targets = [];
    private readonly List<double> _values = [],
        _weights = [];
    private readonly List<string> _modes = [];
    private long _tree = -1;

    internal TreeFile Tree()
    {
        _tree++;
        return this;
    }

    internal TreeFile Split(long id, long feature, string mode, double value, long whenTrue, long whenFalse, bool missingTrue = false)
    {
        Node(id, feature, mode, value, whenTrue, whenFalse, missingTrue);
        return this;
    }

    internal TreeFile Leaf(long id, params (long Target, double Weight)[] numbers)
    {
        Node(id, 0, "LEAF", 0, 0, 0, false);
        foreach ((long target, double weight) in numbers)
            Number(_tree, id, target, weight);
        return this;
    }

    internal TreeFile Number(long tree, long id, long target, double weight)
    {
        _leafTrees.Add(tree);
        _leafIds.Add(id);
        _targets.Add(target);
        _weights.Add(weight);
        return this;
    }

    /// <summary>A tree of a model.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="leaf">What each leaf has numbers of.</param>
    internal TreeFile Of(DecisionTree tree, Func<float[], (long Target, double Weight)[]> leaf)
    {
        Tree();
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree.Features[node] == DecisionTree.Leaf)
                Leaf(node, leaf(tree.Value(node).ToArray()));
            else
                Split(node, tree.Features[node], "BRANCH_LEQ", tree.Thresholds[node], node + 1, tree.Right[node], tree.MissingLeft[node]);
        }
        return this;
    }

    /// <summary>A random tree, every leaf with a number for each of the targets.</summary>
    internal TreeFile Random(Random random, int depth, int features, string[] modes, Func<Random, (long, double)[]> leaf)
    {
        Tree();
        long next = 0;
        Grow(depth);
        return this;

        long Grow(int left)
        {
            long id = next++;
            if (left == 0)
            {
                Leaf(id, leaf(random));
                return id;
            }
            int at = _ids.Count;
            string mode = modes[random.Next(modes.Length)];
            double value = mode is "BRANCH_EQ" or "BRANCH_NEQ" ? random.Next(3) : Math.Round(random.NextDouble() * 4 - 2, 2);
            Split(id, random.Next(features), mode, (float)value, 0, 0, random.Next(2) == 0);
            _whenTrue[at] = Grow(left - 1);
            _whenFalse[at] = Grow(left - 1);
            return id;
        }
    }

    internal byte[] Classifier(
        int features,
        string[] classes,
        string transform = "NONE",
        float[]? start = null,
        bool exact = false,
        OnnxFileBuilder? builder = null
    )
    {
        bool integers = classes.All(name => long.TryParse(name, out _));
        List<(string, object)> attributes = Nodes(exact, "class");
        attributes.Add(("post_transform", transform));
        attributes.Add(integers ? ("classlabels_int64s", Array.ConvertAll(classes, long.Parse)) : ("classlabels_strings", (object)classes));
        if (start is not null)
            attributes.Add(("base_values", start));
        return (builder ?? new OnnxFileBuilder())
            .Input("X", exact ? 11 : 1, 0, features)
            .Output("label", integers ? 7 : 8, 0)
            .Output("probabilities", 1, 0, classes.Length)
            .Node("TreeEnsembleClassifier", Ml, ["X"], ["label", "probabilities"], [.. attributes])
            .Build();
    }

    internal byte[] Regressor(
        int features,
        string? aggregate = null,
        float[]? start = null,
        string? transform = null,
        bool exact = false,
        OnnxFileBuilder? builder = null
    )
    {
        List<(string, object)> attributes = Nodes(exact, "target");
        attributes.Add(("n_targets", 1));
        if (aggregate is not null)
            attributes.Add(("aggregate_function", aggregate));
        if (transform is not null)
            attributes.Add(("post_transform", transform));
        if (start is not null)
            attributes.Add(("base_values", start));
        return (builder ?? new OnnxFileBuilder())
            .Input("X", exact ? 11 : 1, 0, features)
            .Output("Y", 1, 0, 1)
            .Node("TreeEnsembleRegressor", Ml, ["X"], ["Y"], [.. attributes])
            .Build();
    }

    private List<(string, object)> Nodes(bool exact, string prefix) =>
        [
            ("nodes_treeids", _trees.ToArray()),
            ("nodes_nodeids", _ids.ToArray()),
            ("nodes_featureids", _features.ToArray()),
            ("nodes_modes", _modes.ToArray()),
            exact ? ("nodes_values_as_tensor", Doubles([.. _values])) : ("nodes_values", _values.Select(value => (float)value).ToArray()),
            ("nodes_truenodeids", _whenTrue.ToArray()),
            ("nodes_falsenodeids", _whenFalse.ToArray()),
            ("nodes_missing_value_tracks_true", _missing.ToArray()),
            ($"{prefix}_treeids", _leafTrees.ToArray()),
            ($"{prefix}_nodeids", _leafIds.ToArray()),
            ($"{prefix}_ids", _targets.ToArray()),
            exact
                ? ($"{prefix}_weights_as_tensor", Doubles([.. _weights]))
                : ($"{prefix}_weights", _weights.Select(weight => (float)weight).ToArray()),
        ];

    private void Node(long id, long feature, string mode, double value, long whenTrue, long whenFalse, bool missing)
    {
        _trees.Add(Math.Max(0, _tree));
        _ids.Add(id);
        _features.Add(feature);
        _modes.Add(mode);
        _values.Add(value);
        _whenTrue.Add(whenTrue);
        _whenFalse.Add(whenFalse);
        _missing.Add(missing ? 1 : 0);
    }
}
