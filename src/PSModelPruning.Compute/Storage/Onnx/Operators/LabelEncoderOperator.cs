using System.Globalization;
using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Other names of the classes.</summary>
internal sealed class LabelEncoderOperator : OnnxOperator
{
    internal override string Type => "LabelEncoder";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "On labels: names the classes";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (scope.Input(node, 0) is not OnnxLabels { Predictor: var predictor })
            throw scope.Unsupported(node, $"encodes inputs, and only numbers are read.");
        string[] keys = Names(node, scope, "keys"),
            values = Names(node, scope, "values");
        // Version 1 of the operator has the texts alone, and their places are the integers.
        if (keys.Length == 0)
        {
            values = node.Labels("classes_strings");
            keys = [.. Enumerable.Range(0, values.Length).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        }
        if (keys.Length == 0 || keys.Length != values.Length)
            throw scope.Corrupt(node, $"has {keys.Length:N0} keys and {values.Length:N0} values.");
        predictor.Classes = Renamed(node, scope, predictor, keys, values);
        scope.Output(node, 0, scope.Input(node, 0));
    }

    private static string[] Renamed(OnnxNode node, OnnxScope scope, OnnxPredictor predictor, string[] keys, string[] values)
    {
        Dictionary<string, string> names = [];
        for (int i = 0; i < keys.Length; i++)
            names[keys[i]] = values[i];
        string[] renamed =
        [
            .. predictor.Classes.Select(name =>
                names.GetValueOrDefault(name)
                ?? throw scope.Unsupported(node, $"has no name for the class '{StorageErrors.Printable(name)}'.")
            ),
        ];
        return renamed.Distinct(StringComparer.Ordinal).Count() == renamed.Length
            ? renamed
            : throw scope.Unsupported(node, $"gives two classes the same name.");
    }

    private static string[] Names(OnnxNode node, OnnxScope scope, string prefix)
    {
        string[] names = node.Labels($"{prefix}_strings", $"{prefix}_int64s");
        if (names.Length > 0)
            return names;
        if (node.Attributes.GetValueOrDefault($"{prefix}_tensor") is { Tensor: { } tensor })
            return tensor.Type == OnnxType.Text
                ? [.. tensor.Texts]
                : [.. scope.Context.Numbers.Doubles(tensor, $"The attribute '{prefix}_tensor' of {node.Shown}").Select(Text)];
        return [.. node.Singles($"{prefix}_floats").Select(value => Text(value))];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
