using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Takes some columns, or the labels of classes by their index.</summary>
internal sealed class ArrayFeatureExtractorOperator : OnnxOperator
{
    internal override string Type => "ArrayFeatureExtractor";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "Takes some of the columns; labels by the index that ArgMax gives";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (scope.Input(node, 1) is OnnxLabels labels)
        {
            ReadLabels(node, scope, labels);
            return;
        }
        IReadOnlyList<OnnxColumn> columns = scope.Columns(node);
        double[] indices = scope.Numbers(node, 1);
        if (Array.Exists(indices, index => !(index >= 0 && index < columns.Count)))
            throw scope.Corrupt(node, $"takes a column that is not among the {columns.Count:N0} of its input.");
        scope.Output(node, 0, new OnnxColumns([.. indices.Select(index => columns[(int)index])]));
    }

    private static void ReadLabels(OnnxNode node, OnnxScope scope, OnnxLabels labels)
    {
        if (scope.Input(node, 0) is not OnnxConstant names)
            throw scope.Unsupported(node, $"takes labels that are no constants.");
        labels.Predictor.Classes = LabelNames.Of(node, scope, names.Tensor, labels.Predictor.Classes.Count);
        scope.Output(node, 0, labels);
    }
}
