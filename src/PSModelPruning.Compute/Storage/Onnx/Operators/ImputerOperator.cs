using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Replaces missing values, column by column.</summary>
internal sealed class ImputerOperator : OnnxOperator
{
    internal override string Type => "Imputer";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Replaces NaN; replacing another number is not read";

    internal override long Columns(OnnxNode node) => node.Singles("imputed_value_floats").Count;

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        if (node.Integers("imputed_value_int64s").Count > 0 || !float.IsNaN(Replaced(node)))
            throw scope.Unsupported(node, $"replaces a number, and only missing values (NaN) can be replaced here.");
        double[] values = ColumnNumbers.Spread(node, scope, node.Numbers(scope, "imputed_value_floats"), columns.Count, double.NaN);
        if (!values.All(double.IsFinite))
            throw scope.Corrupt(node, $"has no number for a missing value.");
        scope.Output(node, 0, new OnnxColumns([.. columns.Select((column, i) => column.Filled(values[i]))]));
    }

    private static float Replaced(OnnxNode node) =>
        node.Attributes.TryGetValue("replaced_value_float", out OnnxAttribute? value) ? value.Single : 0;
}
