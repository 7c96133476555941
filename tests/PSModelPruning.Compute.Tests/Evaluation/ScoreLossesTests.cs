using PSModelPruning.Compute.Evaluation;

namespace PSModelPruning.Compute.Tests.Evaluation;

public class ScoreLossesTests
{
    private static readonly string[] Classes = ["no", "yes"];

    [Fact]
    public void A_class_that_is_never_predicted_any_more_is_told_though_the_accuracy_rises()
    {
        // 100 rows, 4 of them "yes". The reference finds three of the four, with five false alarms: 94 %. Always "no" is right for 96 %.
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => row < 4 ? 1 : 0)];
        EvaluationResult reference = Evaluate(labels, row => row < 3 || row is >= 10 and < 15 ? 1 : 0);
        EvaluationResult always = Evaluate(labels, _ => 0);
        Assert.Equal(0.94, reference.Accuracy, 9);
        Assert.Equal(0.96, always.Accuracy, 9);

        string loss = Assert.Single(ScoreLosses.Of("small", always, "base", reference, "test")).ToString();

        Assert.Equal(
            "'small' predicts none of the 100 test rows as 'yes'. 4 of the rows belong there, and 'base' recognizes 75.0 % of these.",
            loss
        );
    }

    [Fact]
    public void A_fall_of_more_than_five_points_is_told_and_one_of_four_is_not()
    {
        int[] labels = [.. Enumerable.Range(0, 100).Select(row => row % 2)];
        EvaluationResult reference = Evaluate(labels, row => row % 2);
        EvaluationResult four = Evaluate(labels, row => row < 4 ? 1 - row % 2 : row % 2);
        EvaluationResult six = Evaluate(labels, row => row < 6 ? 1 - row % 2 : row % 2);

        Assert.Empty(ScoreLosses.Of("small", four, "base", reference, "validation"));
        Assert.Equal(
            "The accuracy of 'small' on the validation rows is 94.0 %, and that of 'base' is 100.0 %.",
            Assert.Single(ScoreLosses.Of("small", six, "base", reference, "validation")).ToString()
        );
    }

    private static EvaluationResult Evaluate(int[] labels, Func<int, int> predicted)
    {
        var outputs = new float[labels.Length * 2];
        for (int row = 0; row < labels.Length; row++)
            outputs[row * 2 + predicted(row)] = 1;
        return ModelEvaluator.Evaluate(outputs, labels, Classes);
    }
}
