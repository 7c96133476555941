using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>The values of a graph by name, while its nodes are read one after another.</summary>
/// <param name="context">The file.</param>
internal sealed class OnnxScope(OnnxContext context)
{
    private readonly Dictionary<string, OnnxValue> _values = new(StringComparer.Ordinal);

    internal OnnxContext Context => context;

    internal string File => context.File;

    /// <summary>The value of a name, or null.</summary>
    internal OnnxValue? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Gives a name its value; a name has one only.</summary>
    internal void Define(string name, OnnxValue value)
    {
        if (!_values.TryAdd(name, value))
            throw OnnxErrors.Corrupt(File, $"the value '{StorageErrors.Printable(name)}' is given twice.");
    }

    /// <summary>An input of a node.</summary>
    internal OnnxValue Input(OnnxNode node, int index)
    {
        string name = index < node.Inputs.Count ? node.Inputs[index] : "";
        return Find(name)
            ?? throw (
                name.Length == 0
                    ? OnnxErrors.Corrupt(File, $"{node.Shown} lacks its input {index + 1}.")
                    : OnnxErrors.ValueMissing(File, node.Shown, name)
            );
    }

    /// <summary>The columns that a node reads.</summary>
    internal IReadOnlyList<OnnxColumn> Columns(OnnxNode node, int index = 0) =>
        Input(node, index) is OnnxColumns columns
            ? columns.Items
            : throw Unsupported(node, $"reads what are no columns of the inputs; models on top of other models are not read.");

    /// <summary>The numbers of a constant that a node reads.</summary>
    internal double[] Numbers(OnnxNode node, int index) =>
        Input(node, index) is OnnxConstant constant
            ? context.Numbers.Doubles(constant.Tensor, $"The constant '{StorageErrors.Printable(constant.Tensor.Name)}'")
            : throw Unsupported(node, $"computes its input {index + 1}, which must be a constant here.");

    /// <summary>Gives an output of a node its value; outputs that the node leaves out are not needed.</summary>
    internal void Output(OnnxNode node, int index, OnnxValue value)
    {
        if (index < node.Outputs.Count && node.Outputs[index].Length > 0)
            Define(node.Outputs[index], value);
    }

    /// <summary>The error of what a node does and no model here can.</summary>
    internal ComputeException Unsupported(OnnxNode node, ComputeMessage what) => OnnxErrors.Unsupported(File, node.Shown, what);

    /// <summary>The error of a node that makes no sense.</summary>
    internal ComputeException Corrupt(OnnxNode node, ComputeMessage what) => OnnxErrors.Corrupt(File, $"{node.Shown} {what}");
}
