using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Probabilities by the names of their classes.</summary>
internal sealed class ZipMapOperator : OnnxOperator
{
    internal override string Type => "ZipMap";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "On probabilities";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (scope.Input(node, 0) is not OnnxScores scores)
            throw scope.Unsupported(node, $"makes a map of what no model gives.");
        int names = node.Labels("classlabels_strings", "classlabels_int64s").Length;
        if (names != scores.Predictor.Classes.Count)
            throw scope.Corrupt(node, $"names {names:N0} of {scores.Predictor.Classes.Count:N0} classes.");
        scope.Output(node, 0, scores);
    }
}
