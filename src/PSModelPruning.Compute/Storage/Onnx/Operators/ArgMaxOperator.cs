using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>The class with the greatest score.</summary>
internal sealed class ArgMaxOperator : OnnxOperator
{
    internal override string Type => "ArgMax";

    internal override string Description => "On scores: the class";

    internal override void Read(OnnxNode node, OnnxScope scope) =>
        scope.Output(
            node,
            0,
            scope.Input(node, 0) is OnnxScores { Predictor: { Task: LearningTask.Classification } predictor }
            && node.Integer("axis", 0) is 1 or -1
            && node.Integer("select_last_index", 0) == 0
                ? new OnnxLabels(predictor)
                : throw scope.Unsupported(node, $"chooses among what are no scores of classes, or the last of equal ones.")
        );
}

/// <summary>The softmax of scores.</summary>
internal sealed class SoftmaxOperator : OnnxOperator
{
    internal override string Type => "Softmax";

    internal override string Description => "On scores: makes probabilities of them";

    internal override void Read(OnnxNode node, OnnxScope scope)
    {
        if (
            scope.Input(node, 0) is not OnnxScores { Predictor: { Task: LearningTask.Classification } predictor } scores
            || predictor.Transform != Predictors.PostTransform.None
            || node.Integer("axis", -1) is not (1 or -1)
        )
            throw scope.Unsupported(node, $"is taken of what are no scores of classes.");
        predictor.Transform = Predictors.PostTransform.Softmax;
        scope.Output(node, 0, scores);
    }
}
