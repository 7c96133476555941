using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// An embedding: the rows of a table <c>[entries, size]</c> that the second input's numbers name (ONNX Gather on axis 0).
/// Numbers <c>[rows, steps]</c> give <c>[rows, steps, size]</c>; they are whole numbers from 0 held as floats, like all inputs. A table
/// <c>[entries]</c> of numbers
/// gives <c>[rows, steps]</c>: a list that maps numbers to others, as pruning puts before a table that lost entries.
/// </summary>
internal sealed class GatherOperator : Operator, IMatrixOperator
{
    internal override string Type => "Gather";

    internal override int PrunableInput => 0;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor table = inputs[0]!,
            numbers = inputs[1]!;
        using Tensor flat = numbers.to_type(ScalarType.Int64).flatten();
        try
        {
            using Tensor rows = table.index_select(0, flat);
            return rows.view([.. numbers.shape, .. table.shape[1..]]);
        }
        catch (ExternalException) when (IsOutside(flat, table))
        {
            throw NetworkErrors.IndexOutside(node, flat.min().item<long>(), flat.max().item<long>(), table.size(0));
        }
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        if (node.Attributes.Integer("axis", 0) != 0 || inputs[0].Length is not (1 or 2))
            throw NetworkErrors.ShapeMismatch(
                node,
                $"only rows (axis 0) of a table [entries, size] or [entries] can be taken, not axis {node.Attributes.Integer("axis", 0)} "
                    + $"of {Axes.Text(inputs[0])}."
            );
        return [.. inputs[1], .. inputs[0][1..]];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        string table = node.Inputs[0];
        string reason = $"{node.Name} looks numbers up";
        relations.Fix(relations.Value(node.Inputs[1]), reason);
        relations.FixParameter(table, 0, reason);
        if (relations.Shape(table).Length == 1)
        {
            relations.DeclareFixed(node.Output, 1, reason);
            return;
        }
        relations.CoupleParameter(relations.Declare(node.Output, relations.Shape(node.Output).Length - 1), table, 1, SliceRole.Producer);
    }

    public Tensor Matrix(Node node, Tensor weight) => weight.t().unsqueeze(0);

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices.squeeze(-3).transpose(-1, -2);

    public Tensor Rows(Node node, Tensor?[] inputs) =>
        nn
            .functional.one_hot(inputs[1]!.to_type(ScalarType.Int64).reshape(1, inputs[1]!.size(0), -1), inputs[0]!.size(0))
            .to_type(ScalarType.Float32);

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => output.reshape(1, output.size(0), -1, output.size(-1));

    private static bool IsOutside(Tensor numbers, Tensor table) =>
        numbers.numel() > 0 && (numbers.min().item<long>() < 0 || numbers.max().item<long>() >= table.size(0));

    public MatrixForm Form => MatrixForm.Table;

    public int OutputAxis(Node node, int rank) => rank - 1;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input == PrunableInput && isTrainable ? new Initializer.Normal(1) : null;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override bool IsDifferentiable(Node node, int input) => input == PrunableInput;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) => rank - 1;
}
