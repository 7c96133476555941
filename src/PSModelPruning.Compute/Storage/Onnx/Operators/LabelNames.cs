using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Names of classes in tensors.</summary>
internal static class LabelNames
{
    /// <summary>The texts or integers of a tensor, one a class.</summary>
    internal static string[] Of(OnnxNode node, OnnxScope scope, OnnxTensor tensor, int classes)
    {
        string[] names =
            tensor.Type == OnnxType.Text
                ? [.. tensor.Texts]
                :
                [
                    .. scope
                        .Context.Numbers.Integers(tensor, $"The labels of {node.Shown}")
                        .Select(label => FormattableString.Invariant($"{label}")),
                ];
        return names.Length == classes ? names : throw scope.Corrupt(node, $"has {names.Length:N0} labels for {classes:N0} classes.");
    }
}
