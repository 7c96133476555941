using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>A tensor of the file that stands among the nodes.</summary>
internal sealed class ConstantOperator : OnnxOperator
{
    internal override string Type => "Constant";

    internal override string Description => "A tensor";

    internal override void Read(OnnxNode node, OnnxScope scope) =>
        scope.Output(
            node,
            0,
            node.Attributes.GetValueOrDefault("value") is { Tensor: { } tensor }
                ? new OnnxConstant(tensor)
                : throw scope.Unsupported(node, $"holds no tensor.")
        );
}
