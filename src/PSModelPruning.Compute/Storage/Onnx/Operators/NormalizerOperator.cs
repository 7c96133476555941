using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Divides each row by its norm. Probabilities are divided by their sum; rows of inputs cannot be.</summary>
internal sealed class NormalizerOperator : OnnxOperator
{
    internal override string Type => "Normalizer";

    internal override string Domain => OnnxDomain.MachineLearning;

    internal override string Description => "On probabilities, with the norm L1";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (scope.Input(node, 0) is not OnnxScores scores)
            throw scope.Unsupported(node, $"normalizes rows of inputs, which no preprocessing of columns can.");
        OnnxPredictor predictor = scores.Predictor;
        if (node.Text("norm", "MAX") != "L1" || predictor.Task == LearningTask.Regression)
            throw scope.Unsupported(node, $"normalizes outputs by another norm than L1, after which they are no probabilities.");
        predictor.IsNormalized = true;
        scope.Output(node, 0, scores);
    }
}
