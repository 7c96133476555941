using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Trees of ai.onnx.ml 1 to 3 that predict classes.</summary>
internal sealed class TreeEnsembleClassifierOperator : OnnxOperator
{
    internal override string Type => "TreeEnsembleClassifier";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes a tree, a forest or a boosted model";

    internal override long Columns(OnnxNode node) => node.Integers("nodes_featureids").DefaultIfEmpty(-1).Max() + 1;

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        string[] classes = node.Labels("classlabels_strings", "classlabels_int64s");
        if (classes.Length < 2 || classes.Distinct(StringComparer.Ordinal).Count() != classes.Length)
            throw scope.Corrupt(node, $"names fewer than two classes, or one twice.");
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        // Two classes may have a single score, which all leaves add to: that of the second.
        bool hasOneScore = classes.Length == 2 && node.Integers("class_ids").Distinct().Count() == 1;
        double[] start = node.Numbers(scope, "base_values");
        if (start.Length > 1 && start.Length != classes.Length || start.Length == 1 && classes.Length > 2)
            throw scope.Corrupt(node, $"has {start.Length:N0} base values for {classes.Length:N0} classes.");
        if (start.Any(value => value != 0) && classes.Length == 2 && start.Length != (hasOneScore ? 1 : 2))
            throw scope.Unsupported(node, $"has {start.Length:N0} base values for two classes, which runtimes read in different ways.");
        EnsembleNodes nodes = EnsembleAttributes.Read(node, scope, "class", hasOneScore ? null : classes.Length);
        var predictor = new TreePredictor(
            node.Shown,
            columns,
            classes,
            EnsembleAttributes.Assemble(node, scope, nodes, columns.Count, hasOneScore ? 1 : classes.Length),
            start,
            isAverage: false
        )
        {
            Transform = node.Transform(scope),
        };
        scope.Output(node, 0, new OnnxLabels(predictor));
        scope.Output(node, 1, new OnnxScores(predictor));
    }
}

/// <summary>Trees of ai.onnx.ml 1 to 3 that predict a number.</summary>
internal sealed class TreeEnsembleRegressorOperator : OnnxOperator
{
    internal override string Type => "TreeEnsembleRegressor";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes a tree, a forest or a boosted model; one target; SUM or AVERAGE";

    internal override long Columns(OnnxNode node) => node.Integers("nodes_featureids").DefaultIfEmpty(-1).Max() + 1;

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        long targets = node.Integer("n_targets", 1);
        if (targets != 1)
            throw scope.Unsupported(node, $"predicts {targets:N0} numbers, and a model here predicts one.");
        string aggregate = node.Text("aggregate_function", "SUM");
        if (aggregate is not ("SUM" or "AVERAGE"))
            throw scope.Unsupported(
                node,
                $"joins its trees by {StorageErrors.Printable(aggregate)}, and models here only sum or average them."
            );
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        double[] start = node.Numbers(scope, "base_values");
        if (start.Length > 1)
            throw scope.Corrupt(node, $"has {start.Length:N0} base values for one number.");
        EnsembleNodes nodes = EnsembleAttributes.Read(node, scope, "target", 1);
        var predictor = new TreePredictor(
            node.Shown,
            columns,
            [],
            EnsembleAttributes.Assemble(node, scope, nodes, columns.Count, 1),
            start,
            aggregate == "AVERAGE"
        )
        {
            Transform = node.Transform(scope),
        };
        scope.Output(node, 0, new OnnxScores(predictor));
    }
}
