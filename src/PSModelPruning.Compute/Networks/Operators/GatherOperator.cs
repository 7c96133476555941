using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Entries that numbers name (ONNX Gather). On axis 0 an embedding: the rows of a table <c>[entries, size]</c> that the second input's
/// numbers name. Numbers <c>[rows, steps]</c> give <c>[rows, steps, size]</c>; they are whole numbers from 0, as int64 or held as floats,
/// like all inputs of a network. A table <c>[entries]</c> of numbers gives <c>[rows, steps]</c>: a list that maps numbers to others, as
/// pruning puts before a table that lost entries. On another axis the numbers are constants, one <c>[]</c> or a list <c>[count]</c>, that
/// choose from a value of the network; negative ones count from the end.
/// </summary>
internal sealed class GatherOperator : Operator, IMatrixOperator
{
    internal override string Type => "Gather";

    internal override int PrunableInput => 0;

    internal override bool TakesAnyType => true;

    internal override ScalarType InferType(Node node, IReadOnlyList<ScalarType?> inputs, int output) =>
        inputs[1] == ScalarType.Bool
            ? throw NetworkErrors.TypeMismatch(node, "truth values cannot name entries.")
            : inputs[0] ?? ScalarType.Float32;

    internal override Tensor Execute(Node node, Tensor?[] inputs, in RunContext context)
    {
        Tensor table = inputs[0]!,
            numbers = inputs[1]!;
        int axis = Axes.Normalize(node, table.shape, 0);
        using Tensor flat = numbers.to_type(ScalarType.Int64).flatten();
        try
        {
            using Tensor places = axis == 0 ? flat.alias() : FromTheEnd(flat, table.size(axis));
            using Tensor entries = table.index_select(axis, places);
            return entries.view([.. table.shape[..axis], .. numbers.shape, .. table.shape[(axis + 1)..]]);
        }
        catch (ExternalException) when (IsOutside(flat, table.size(axis)))
        {
            throw NetworkErrors.IndexOutside(node, flat.min().item<long>(), flat.max().item<long>(), table.size(axis));
        }
    }

    internal override long[] InferShape(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] table = inputs[0],
            numbers = inputs[1];
        int axis = Axes.Normalize(node, table, 0);
        if (axis == 0 && table.Length is not (1 or 2))
            throw NetworkErrors.ShapeMismatch(node, $"a table is [entries, size] or [entries], not {Axes.Text(table)}.");
        if (axis > 0 && numbers.Length > 1)
            throw NetworkErrors.ShapeMismatch(node, $"on axis {axis} the numbers must be one or a list, not {Axes.Text(numbers)}.");
        return [.. table[..axis], .. numbers, .. table[(axis + 1)..]];
    }

    internal override void RelateChannels(Node node, ChannelRelations relations)
    {
        string table = node.Inputs[0],
            numbers = node.Inputs[1];
        int axis = Axes.Normalize(node, relations.Shape(table), 0);
        string reason = $"{node.Name} looks numbers up";
        if (relations.IsActivation(numbers))
            relations.Fix(relations.Value(numbers), reason);
        if (axis > 0)
        {
            RelateChosen(node, relations, axis);
            return;
        }
        if (relations.IsActivation(table))
            throw NetworkErrors.ShapeMismatch(node, "rows cannot be chosen; choose another axis than 0.");
        relations.FixParameter(table, 0, reason);
        if (relations.Shape(table).Length == 1)
        {
            relations.DeclareFixed(node.Output, 1, reason);
            return;
        }
        relations.CoupleParameter(relations.Declare(node.Output, relations.Shape(node.Output).Length - 1), table, 1, SliceRole.Producer);
    }

    /// <summary>Entries of another axis than the channels' have all channels; which of the channels are chosen no shape tells.</summary>
    private static void RelateChosen(Node node, ChannelRelations relations, int axis)
    {
        string values = node.Inputs[0],
            reason = $"{node.Name} chooses from them";
        int chosen = relations.Shape(node.Inputs[1]).Length;
        if (relations.IsActivation(values) && relations.Value(values) is var channels && channels.Axis != axis)
        {
            relations.DeclareSame(node.Output, channels, channels.Axis > axis ? channels.Axis + chosen - 1 : channels.Axis);
            return;
        }
        if (relations.IsActivation(values))
            relations.Fix(relations.Value(values), reason);
        relations.DeclareFixed(node.Output, Math.Min(axis, relations.Shape(node.Output).Length - 1), reason);
    }

    public Tensor Matrix(Node node, Tensor weight) => weight.t().unsqueeze(0);

    public Tensor Weight(Node node, Tensor matrices, long[] shape) => matrices.squeeze(-3).transpose(-1, -2);

    public Tensor Rows(Node node, Tensor?[] inputs) =>
        nn
            .functional.one_hot(inputs[1]!.to_type(ScalarType.Int64).reshape(1, inputs[1]!.size(0), -1), inputs[0]!.size(0))
            .to_type(ScalarType.Float32);

    public Tensor Products(Node node, Tensor?[] inputs, Tensor output) => output.reshape(1, output.size(0), -1, output.size(-1));

    private static Tensor FromTheEnd(Tensor numbers, long entries)
    {
        using Scalar zero = 0L.ToScalar();
        using Scalar count = entries.ToScalar();
        using Tensor isNegative = numbers.lt(zero);
        using Tensor shift = isNegative.to_type(ScalarType.Int64).mul(count);
        return numbers.Plus(shift);
    }

    private static bool IsOutside(Tensor numbers, long entries) =>
        numbers.numel() > 0 && (numbers.min().item<long>() < 0 || numbers.max().item<long>() >= entries);

    public MatrixForm Form => MatrixForm.Table;

    public int OutputAxis(Node node, int rank) => rank - 1;

    internal override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input == PrunableInput && isTrainable ? new Initializer.Normal(1) : null;

    internal override SignalFlow Flow(Node node) => SignalFlow.Linear;

    internal override bool IsDifferentiable(Node node, int input) => input == PrunableInput;

    internal override int ChannelAxis(Node node, int inputAxis, int rank) =>
        node.Attributes.Integer("axis", 0) == 0 ? rank - 1 : Math.Min(inputAxis, rank - 1);
}
