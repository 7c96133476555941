using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Columns and constants, one number a column: becomes the scaling of the columns.</summary>
internal abstract class ArithmeticOperator : OnnxOperator
{
    internal sealed override string Description => "Columns with constants, which become their scaling";

    /// <summary>Whether the constant may stand first.</summary>
    private protected virtual bool IsCommutative => false;

    internal sealed override void Read(OnnxNode node, OnnxScope scope)
    {
        int constant = IsCommutative && scope.Input(node, 0) is OnnxConstant ? 0 : 1;
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node, 1 - constant);
        double[] numbers = ColumnNumbers.Spread(node, scope, scope.Numbers(node, constant), columns.Count, 0);
        scope.Output(
            node,
            0,
            new OnnxColumns([
                .. columns.Select(
                    (column, i) =>
                    {
                        (double offset, double scale) = Scaling(numbers[i]);
                        return ScalerOperator.Scaled(node, scope, column, offset, scale);
                    }
                ),
            ])
        );
    }

    /// <summary>The operation as (x − offset) · scale.</summary>
    private protected abstract (double Offset, double Scale) Scaling(double number);
}

/// <summary>x + c.</summary>
internal sealed class AddOperator : ArithmeticOperator
{
    internal override string Type => "Add";

    private protected override bool IsCommutative => true;

    private protected override (double Offset, double Scale) Scaling(double number) => (-number, 1);
}

/// <summary>x − c.</summary>
internal sealed class SubOperator : ArithmeticOperator
{
    internal override string Type => "Sub";

    private protected override (double Offset, double Scale) Scaling(double number) => (number, 1);
}

/// <summary>x · c.</summary>
internal sealed class MulOperator : ArithmeticOperator
{
    internal override string Type => "Mul";

    private protected override bool IsCommutative => true;

    private protected override (double Offset, double Scale) Scaling(double number) => (0, number);
}

/// <summary>x / c.</summary>
internal sealed class DivOperator : ArithmeticOperator
{
    internal override string Type => "Div";

    private protected override (double Offset, double Scale) Scaling(double number) => (0, 1 / number);
}
