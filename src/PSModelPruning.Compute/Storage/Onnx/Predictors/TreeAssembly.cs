using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>
/// Makes a decision tree of the nodes of a file: in preorder, with conditions of one kind. A node that two others lead to, and so every
/// cycle, is an error.
/// </summary>
/// <param name="file">The file, for errors.</param>
/// <param name="node">The graph's node, for errors.</param>
/// <param name="nodes">The nodes of all trees.</param>
/// <param name="columns">Columns that conditions may read.</param>
/// <param name="scores">Numbers of a leaf.</param>
internal sealed class TreeAssembly(string file, string node, EnsembleNodes nodes, int columns, int scores)
{
    private readonly bool[] _seen = new bool[nodes.Branches.Length];
    private readonly List<int> _features = [],
        _right = [];
    private readonly List<float> _thresholds = [];
    private readonly List<bool> _missingLeft = [];
    private readonly List<double> _values = [];
    private readonly Stack<Step> _open = new();
    private long _total;

    /// <summary>One child that is still to come.</summary>
    /// <param name="Place">The node's place.</param>
    /// <param name="Parent">The split whose right child it is; -1 for a left child or the root.</param>
    /// <param name="Depth">Splits above it.</param>
    /// <param name="Half">The second of the two splits that a condition on equality becomes.</param>
    /// <param name="Again">Whether the subtree stands at several places because of such a condition.</param>
    private readonly record struct Step(int Place, int Parent, int Depth, bool Half, bool Again);

    /// <summary>Makes a tree.</summary>
    /// <param name="root">The place of its root.</param>
    internal AssembledTree Assemble(int root)
    {
        _features.Clear();
        _right.Clear();
        _thresholds.Clear();
        _missingLeft.Clear();
        _values.Clear();
        _open.Clear();
        _open.Push(new Step(root, -1, 0, false, false));
        while (_open.TryPop(out Step step))
            Add(step);
        return new AssembledTree([.. _features], [.. _thresholds], [.. _missingLeft], [.. _right], [.. _values], scores);
    }

    private void Add(Step step)
    {
        if (++_total > OnnxLimits.TreeNodes)
            throw OnnxErrors.TooLarge(
                file,
                $"its trees have more than {OnnxLimits.TreeNodes:N0} nodes, or conditions on equality that would become so many."
            );
        if (step.Depth > DecisionTree.MostDepth)
            throw OnnxErrors.TooLarge(file, $"a tree is more than {DecisionTree.MostDepth:N0} splits deep.");
        int place = step.Place,
            own = _features.Count;
        if (step.Parent >= 0)
            _right[step.Parent] = own;
        Branch branch = nodes.Branches[place];
        if (branch == Branch.Leaf)
        {
            AddLeaf(place);
            return;
        }
        if (!step.Half && !step.Again)
        {
            if (_seen[place])
                throw OnnxErrors.Corrupt(file, $"two nodes of the trees of {node} lead to the same split, or the splits form a cycle.");
            _seen[place] = true;
        }
        AddSplit(step, branch, own);
    }

    private void AddLeaf(int place)
    {
        Append(DecisionTree.Leaf, 0, false);
        int first = _values.Count - scores;
        for (int i = nodes.FirstWeight[place]; i < nodes.FirstWeight[place + 1]; i++)
            _values[first + nodes.Targets[i]] += nodes.Weights[i];
    }

    private void AddSplit(Step step, Branch branch, int own)
    {
        int place = step.Place;
        double threshold = nodes.Thresholds[place];
        long feature = nodes.Features[place];
        if (feature < 0 || feature >= columns)
            throw OnnxErrors.Corrupt(file, $"a split of {node} reads the column {feature:N0} of {columns:N0}.");
        if (double.IsNaN(threshold))
            throw OnnxErrors.Corrupt(file, $"a split of {node} has no threshold.");
        int whereTrue = nodes.WhereTrue[place],
            whereFalse = nodes.WhereFalse[place],
            depth = step.Depth + 1;
        bool missing = nodes.MissingTrue[place];
        switch (branch)
        {
            case Branch.AtMost:
                Split(ThresholdRounding.AtMost(threshold), missing, whereTrue, whereFalse);
                break;
            case Branch.Below:
                Split(Below(threshold), missing, whereTrue, whereFalse);
                break;
            case Branch.AtLeast:
                Split(Below(threshold), !missing, whereFalse, whereTrue);
                break;
            case Branch.Above:
                Split(ThresholdRounding.AtMost(threshold), !missing, whereFalse, whereTrue);
                break;
            case Branch.Equal:
                Equality(whereTrue, whereFalse, missing);
                break;
            case Branch.NotEqual:
                // A missing value is unequal to every number, whatever the flag says.
                Equality(whereFalse, whereTrue, missingEqual: false);
                break;
            default:
                throw OnnxErrors.Unsupported(file, node, $"has the mode {Branches.NameOf(branch)}, which no tree here has.");
        }

        void Split(float atMost, bool missingLeft, int left, int right)
        {
            Append((int)feature, atMost, missingLeft);
            Push(left, right);
        }

        // x = t is x ≤ t and not x ≤ the next lower number; what follows where it does not hold stands at both sides.
        void Equality(int equal, int unequal, bool missingEqual)
        {
            float atMost = ThresholdRounding.AtMost(threshold);
            if (atMost != threshold)
            {
                // No float32 number is equal to it: every row goes the same way, a missing value perhaps another.
                Append((int)feature, float.PositiveInfinity, !missingEqual);
                Push(unequal, equal);
                return;
            }
            if (!step.Half)
            {
                Append((int)feature, atMost, missingEqual);
                // The left side comes first and finds cycles, so that the copy on the right has none.
                _open.Push(new Step(unequal, own, depth, false, true));
                _open.Push(new Step(place, -1, depth, true, step.Again));
                return;
            }
            Append((int)feature, Below(threshold), !missingEqual);
            Push(unequal, equal);
        }

        void Push(int left, int right)
        {
            _open.Push(new Step(right, own, depth, false, step.Again));
            _open.Push(new Step(left, -1, depth, false, step.Again));
        }
    }

    private float Below(double threshold) =>
        double.IsNegativeInfinity(threshold)
            ? throw OnnxErrors.Unsupported(file, node, $"compares with −∞ in a way that no tree here can.")
            : ThresholdRounding.Below(threshold);

    private void Append(int feature, float threshold, bool missingLeft)
    {
        _features.Add(feature);
        _thresholds.Add(threshold);
        _missingLeft.Add(missingLeft);
        _right.Add(0);
        for (int k = 0; k < scores; k++)
            _values.Add(0);
    }
}
