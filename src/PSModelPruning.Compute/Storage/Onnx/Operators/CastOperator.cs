using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Another type of numbers. Inputs become float or double, in which they keep what a model here can read.</summary>
internal sealed class CastOperator : OnnxOperator
{
    internal override string Type => "Cast";

    internal override string Description => "Inputs and scores to float or double; labels to any type";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        OnnxValue value = scope.Input(node, 0);
        var type = (OnnxType)node.Integer("to", 0);
        if (value is not OnnxLabels and not OnnxConstant && type is not (OnnxType.Single or OnnxType.Double))
            throw scope.Unsupported(node, $"turns numbers into the type {type}, which loses digits.");
        scope.Output(node, 0, value);
    }
}
