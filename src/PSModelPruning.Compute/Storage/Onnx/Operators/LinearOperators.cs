using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>A linear model of classes.</summary>
internal sealed class LinearClassifierOperator : OnnxOperator
{
    internal override string Type => "LinearClassifier";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes a linear model";

    internal override long Columns(OnnxNode node) =>
        node.Singles("coefficients").Count / Math.Max(1, LinearNumbers.Scores(node, "intercepts", ClassCount(node)));

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        string[] classes = node.Labels("classlabels_strings", "classlabels_ints");
        if (classes.Length < 2 || classes.Distinct(StringComparer.Ordinal).Count() != classes.Length)
            throw scope.Corrupt(node, $"names fewer than two classes, or one twice.");
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        (float[] coefficients, float[] intercepts) = LinearNumbers.Read(node, scope, columns.Count, classes.Length);
        if (intercepts.Length != classes.Length && (intercepts.Length != 1 || classes.Length != 2))
            throw scope.Corrupt(node, $"has {intercepts.Length:N0} scores for {classes.Length:N0} classes.");
        var predictor = new LinearPredictor(node.Shown, columns, classes, coefficients, intercepts) { Transform = node.Transform(scope) };
        scope.Output(node, 0, new OnnxLabels(predictor));
        scope.Output(node, 1, new OnnxScores(predictor));
    }

    private static int ClassCount(OnnxNode node) => node.Labels("classlabels_strings", "classlabels_ints").Length;
}

/// <summary>A linear model of a number.</summary>
internal sealed class LinearRegressorOperator : OnnxOperator
{
    internal override string Type => "LinearRegressor";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes a linear model; one target";

    internal override long Columns(OnnxNode node) => node.Singles("coefficients").Count / Math.Max(1, node.Integer("targets", 1));

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (node.Integer("targets", 1) != 1)
            throw scope.Unsupported(node, $"predicts {node.Integer("targets", 1):N0} numbers, and a model here predicts one.");
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        (float[] coefficients, float[] intercepts) = LinearNumbers.Read(node, scope, columns.Count, 1);
        if (intercepts.Length != 1)
            throw scope.Corrupt(node, $"has {intercepts.Length:N0} intercepts for one number.");
        var predictor = new LinearPredictor(node.Shown, columns, [], coefficients, intercepts) { Transform = node.Transform(scope) };
        scope.Output(node, 0, new OnnxScores(predictor));
    }
}

/// <summary>The numbers of linear models.</summary>
internal static class LinearNumbers
{
    /// <summary>The scores: one an intercept, or as many as the coefficients are for where there are no intercepts.</summary>
    internal static int Scores(OnnxNode node, string intercepts, int otherwise) =>
        node.Singles(intercepts) is { Count: > 0 } given ? given.Count : otherwise;

    internal static (float[] Coefficients, float[] Intercepts) Read(OnnxNode node, OnnxScope scope, int columns, int classes)
    {
        float[] coefficients = [.. node.Singles("coefficients")];
        float[] intercepts =
            node.Singles("intercepts") is { Count: > 0 } given ? [.. given]
            : coefficients.Length == columns ? new float[1]
            : new float[classes];
        if ((long)intercepts.Length * columns != coefficients.Length)
            throw scope.Corrupt(
                node,
                $"has {coefficients.Length:N0} coefficients for {columns:N0} columns and {intercepts.Length:N0} scores."
            );
        return coefficients.All(float.IsFinite) && intercepts.All(float.IsFinite)
            ? (coefficients, intercepts)
            : throw scope.Corrupt(node, $"has coefficients that are no finite numbers.");
    }
}
