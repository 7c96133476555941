using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>(x − offset) · scale, column by column.</summary>
internal sealed class ScalerOperator : OnnxOperator
{
    // What a column's scale can be.
    private const double Least = 1e-300;
    private const double Most = 1e300;

    internal override string Type => "Scaler";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Becomes the scaling of the columns";

    internal override long Columns(OnnxNode node) => Math.Max(node.Singles("offset").Count, node.Singles("scale").Count);

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        double[] offset = Spread(node.Numbers(scope, "offset"), 0),
            scale = Spread(node.Numbers(scope, "scale"), 1);
        scope.Output(node, 0, new OnnxColumns([.. columns.Select((column, i) => Scaled(node, scope, column, offset[i], scale[i]))]));

        double[] Spread(double[] values, double otherwise) => ColumnNumbers.Spread(node, scope, values, columns.Count, otherwise);
    }

    /// <summary>A column after (x − offset) · scale.</summary>
    internal static OnnxColumn Scaled(OnnxNode node, OnnxScope scope, OnnxColumn column, double offset, double scale) =>
        column.Scaled(offset, scale) is { Divisor: >= Least and <= Most, Offset: >= -Most and <= Most } scaled
            ? scaled
            : throw scope.Unsupported(node, $"multiplies a column with {scale} or subtracts {offset}, which no scaling here does.");
}
