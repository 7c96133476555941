using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Reads the nodes of trees from the attributes of ai.onnx.ml 1 to 3.</summary>
internal static class EnsembleAttributes
{
    /// <summary>Reads all nodes.</summary>
    /// <param name="node">The node of the graph.</param>
    /// <param name="scope">Its graph.</param>
    /// <param name="prefix">class or target: of what the leaves have numbers.</param>
    /// <param name="scores">Scores; null where all numbers are of one.</param>
    internal static EnsembleNodes Read(OnnxNode node, OnnxScope scope, string prefix, int? scores)
    {
        IReadOnlyList<string> modes = node.Texts("nodes_modes");
        int count = modes.Count;
        if (count == 0)
            throw scope.Corrupt(node, $"has no nodes.");
        IReadOnlyList<long> trees = Integers("nodes_treeids"),
            ids = Integers("nodes_nodeids"),
            whereTrue = Integers("nodes_truenodeids"),
            whereFalse = Integers("nodes_falsenodeids"),
            features = Integers("nodes_featureids");
        double[] thresholds = node.Numbers(scope, "nodes_values");
        IReadOnlyList<long> missing = node.Integers("nodes_missing_value_tracks_true");
        if (thresholds.Length != count || missing.Count != 0 && missing.Count != count)
            throw scope.Corrupt(node, $"has lists of nodes of different lengths.");
        var places = new Dictionary<(long, long), int>(count);
        for (int i = 0; i < count; i++)
        {
            if (!places.TryAdd((trees[i], ids[i]), i))
                throw scope.Corrupt(node, $"has the node {ids[i]} of the tree {trees[i]} twice.");
        }
        Branch[] branches = [.. modes.Select(mode => Mode(node, scope, mode))];
        (int[] first, int[] targets, double[] weights) = Weights(node, scope, prefix, scores, places, count);
        int[] trueChildren = Children(whereTrue),
            falseChildren = Children(whereFalse);
        return new EnsembleNodes
        {
            Branches = branches,
            Features = [.. features],
            Thresholds = thresholds,
            WhereTrue = trueChildren,
            WhereFalse = falseChildren,
            MissingTrue = missing.Count == 0 ? new bool[count] : [.. missing.Select(flag => flag != 0)],
            Roots = Roots(node, scope, trees, branches, trueChildren, falseChildren),
            FirstWeight = first,
            Targets = targets,
            Weights = weights,
        };

        IReadOnlyList<long> Integers(string name) =>
            node.Integers(name) is var list && list.Count == count
                ? list
                : throw scope.Corrupt(node, $"has {count:N0} nodes, but {node.Integers(name).Count:N0} numbers in '{name}'.");

        int[] Children(IReadOnlyList<long> children)
        {
            var found = new int[count];
            for (int i = 0; i < count; i++)
            {
                if (branches[i] != Branch.Leaf && !places.TryGetValue((trees[i], children[i]), out found[i]))
                    throw scope.Corrupt(
                        node,
                        $"has a split that leads to the node {children[i]} of the tree {trees[i]}, which is not there."
                    );
            }
            return found;
        }
    }

    /// <summary>Makes the trees.</summary>
    internal static AssembledTree[] Assemble(OnnxNode node, OnnxScope scope, EnsembleNodes nodes, int columns, int scores)
    {
        if ((long)nodes.Branches.Length * scores > OnnxLimits.TreeNodes * 4L)
            throw OnnxErrors.TooLarge(scope.File, $"its trees hold too many numbers.");
        var assembly = new TreeAssembly(scope.File, node.Shown, nodes, columns, scores);
        var trees = new AssembledTree[nodes.Roots.Length];
        for (int t = 0; t < trees.Length; t++)
        {
            scope.Context.Monitor.Cancellation.ThrowIfCancellationRequested();
            trees[t] = assembly.Assemble(nodes.Roots[t]);
        }
        return trees;
    }

    private static Branch Mode(OnnxNode node, OnnxScope scope, string name) =>
        Branches.Find(name) is { } branch
            ? branch != Branch.Member
                ? branch
                : throw scope.Unsupported(node, $"has the mode {name}, which no tree here has.")
            : throw scope.Corrupt(node, $"has a node of the unknown mode '{StorageErrors.Printable(name)}'.");

    /// <summary>The node of each tree that no other leads to; trees are in the order of their first nodes.</summary>
    private static int[] Roots(
        OnnxNode node,
        OnnxScope scope,
        IReadOnlyList<long> trees,
        Branch[] branches,
        int[] whereTrue,
        int[] whereFalse
    )
    {
        var isChild = new bool[branches.Length];
        for (int i = 0; i < branches.Length; i++)
        {
            if (branches[i] != Branch.Leaf)
                isChild[whereTrue[i]] = isChild[whereFalse[i]] = true;
        }
        var roots = new Dictionary<long, int>();
        var order = new List<long>();
        for (int i = 0; i < branches.Length; i++)
        {
            if (roots.TryAdd(trees[i], -1))
                order.Add(trees[i]);
            if (isChild[i])
                continue;
            if (roots[trees[i]] >= 0)
                throw scope.Corrupt(node, $"has a tree {trees[i]} with several roots.");
            roots[trees[i]] = i;
        }
        return
        [
            .. order.Select(tree =>
                roots[tree] >= 0 ? roots[tree] : throw scope.Corrupt(node, $"has a tree {tree} without a root: its nodes form a cycle.")
            ),
        ];
    }

    /// <summary>The numbers of the leaves, sorted by their nodes.</summary>
    private static (int[] First, int[] Targets, double[] Weights) Weights(
        OnnxNode node,
        OnnxScope scope,
        string prefix,
        int? scores,
        Dictionary<(long, long), int> places,
        int count
    )
    {
        IReadOnlyList<long> trees = node.Integers($"{prefix}_treeids"),
            ids = node.Integers($"{prefix}_nodeids"),
            targets = node.Integers($"{prefix}_ids");
        double[] weights = node.Numbers(scope, $"{prefix}_weights");
        if (weights.Length == 0 || trees.Count != weights.Length || ids.Count != weights.Length || targets.Count != weights.Length)
            throw scope.Corrupt(node, $"has lists of leaves of different lengths, or none.");
        var owner = new int[weights.Length];
        var first = new int[count + 1];
        for (int i = 0; i < owner.Length; i++)
        {
            if (!places.TryGetValue((trees[i], ids[i]), out owner[i]))
                throw scope.Corrupt(node, $"has a number of the node {ids[i]} of the tree {trees[i]}, which is not there.");
            if (scores is { } known && (targets[i] < 0 || targets[i] >= known))
                throw scope.Corrupt(node, $"has a leaf with a number of the {prefix} {targets[i]} of {known}.");
            first[owner[i] + 1]++;
        }
        for (int i = 0; i < count; i++)
            first[i + 1] += first[i];
        int[] next = [.. first];
        var sortedTargets = new int[weights.Length];
        var sortedWeights = new double[weights.Length];
        for (int i = 0; i < owner.Length; i++)
        {
            int at = next[owner[i]]++;
            sortedTargets[at] = scores is null ? 0 : (int)targets[i];
            sortedWeights[at] = weights[i];
        }
        return (first, sortedTargets, sortedWeights);
    }
}
