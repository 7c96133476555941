using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Models.Trees;

/// <summary>
/// Writes a tree as text that a person can read: a line a condition, and at each leaf what it predicts and for how many training rows.
/// </summary>
internal sealed class TreeText
{
    private readonly TreeModel _model;
    private readonly InputNames _names;

    private TreeText(TreeModel model)
    {
        _model = model;
        _names = new InputNames(model.Preprocessing);
    }

    /// <summary>The tree as text; deeper conditions are indented.</summary>
    internal static string Indented(TreeModel model)
    {
        var text = new StringBuilder();
        var writer = new TreeText(model);
        DecisionTree tree = model.Tree;
        if (tree.Features[0] == DecisionTree.Leaf)
            return text.AppendLine(writer.Leaf(0)).ToString();
        // The sides that are still to be written, the nearest on top; a tree may be deeper than the call stack is.
        var open = new Stack<(int Split, bool Left, int Depth)>([(0, false, 0), (0, true, 0)]);
        while (open.TryPop(out (int Split, bool Left, int Depth) side))
        {
            int child = side.Left ? side.Split + 1 : tree.Right[side.Split];
            for (int i = 0; i < side.Depth; i++)
                text.Append("|   ");
            text.Append(writer.Condition(side.Split, side.Left));
            if (tree.Features[child] == DecisionTree.Leaf)
            {
                text.Append(": ").AppendLine(writer.Leaf(child));
                continue;
            }
            text.AppendLine();
            open.Push((child, false, side.Depth + 1));
            open.Push((child, true, side.Depth + 1));
        }
        return text.ToString();
    }

    /// <summary>The tree in the DOT language of Graphviz.</summary>
    internal static string Dot(TreeModel model)
    {
        var writer = new TreeText(model);
        DecisionTree tree = model.Tree;
        var text = new StringBuilder();
        text.Append("digraph ").Append(Quote(model.Name)).AppendLine(" {");
        text.AppendLine("    node [shape=box, fontname=\"sans-serif\"];");
        text.AppendLine("    edge [fontname=\"sans-serif\"];");
        for (int node = 0; node < tree.NodeCount; node++)
        {
            if (tree.Features[node] == DecisionTree.Leaf)
            {
                text.AppendLine($"    n{node} [label={Quote(writer.Leaf(node))}, style=rounded];");
                continue;
            }
            text.AppendLine($"    n{node} [label={Quote(writer.Condition(node, true))}];");
            text.AppendLine($"    n{node} -> n{node + 1} [label=\"yes\"];");
            text.AppendLine($"    n{node} -> n{tree.Right[node]} [label=\"no\"];");
        }
        return text.AppendLine("}").ToString();
    }

    private string Condition(int split, bool left)
    {
        DecisionTree tree = _model.Tree;
        string condition = _names.Condition(tree.Features[split], tree.Thresholds[split], left);
        bool missingComeHere =
            tree.MissingLeft[split] == left
            && !float.IsPositiveInfinity(tree.Thresholds[split])
            && _names.KeepsMissing(tree.Features[split]);
        return missingComeHere ? condition + " or missing" : condition;
    }

    private string Leaf(int node)
    {
        DecisionTree tree = _model.Tree;
        ReadOnlySpan<float> value = tree.Value(node);
        string rows = tree.IsCounted ? Rows(tree.Weights[node]) : "";
        if (_model.Task == LearningTask.Regression)
            return NumberShown.Of(value[0] + _model.TargetOrigin) + (tree.IsCounted ? $" ({rows})" : "");
        int best = 0;
        for (int k = 1; k < value.Length; k++)
            best = value[k] > value[best] ? k : best;
        return $"{_model.Classes[best]} ({Percent(value[best])}{(tree.IsCounted ? $" of {rows}" : "")})";
    }

    /// <summary>Rows are whole; with class weights it is their sum that is known.</summary>
    private string Rows(double weight)
    {
        string number = Math.Round(weight, 2).ToString("#,0.##", CultureInfo.InvariantCulture);
        return _model.Options.ClassWeights.Count > 0 ? $"weight {number}"
            : weight == 1 ? "1 row"
            : $"{number} rows";
    }

    private static string Percent(float fraction) =>
        fraction == 1 ? "100 %" : (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal)}\"";
}
