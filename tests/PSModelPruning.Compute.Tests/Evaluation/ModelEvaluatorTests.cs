using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Evaluation;

public sealed class ModelEvaluatorTests
{
    [Fact]
    public void Macro_figures_are_those_of_the_worked_example()
    {
        // Labels and predictions of scikit-learn's documentation of precision_recall_fscore_support:
        // macro precision 0.2222, recall 0.3333, F1 0.2667.
        int[] labels = [0, 1, 2, 0, 1, 2];
        int[] predicted = [0, 2, 1, 0, 0, 1];
        float[] outputs = OneHot(predicted, 3, 0.8f);

        EvaluationResult result = ModelEvaluator.Evaluate(outputs, labels, ["cat", "dog", "pig"]);

        Assert.Equal(2.0 / 9, result.Precision, 12);
        Assert.Equal(1.0 / 3, result.Recall, 12);
        Assert.Equal(4.0 / 15, result.F1, 12);
        Assert.Equal(1.0 / 3, result.Accuracy, 12);
        Assert.Equal(
            [
                [2, 0, 0],
                [1, 0, 1],
                [0, 2, 0],
            ],
            result.ConfusionMatrix
        );
        Assert.Equal(new ClassFigure("cat", 2.0 / 3, 1, 0.8, 2, 3), result.ClassFigures[0]);
        // Two rows right at 0.8, four wrong at 0.1.
        Assert.Equal(-(2 * Math.Log(0.8f) + 4 * Math.Log(0.1f)) / 6, result.Loss, 6);
    }

    [Fact]
    public void A_class_that_neither_occurs_nor_is_predicted_does_not_enter_the_macro_figures()
    {
        EvaluationResult result = ModelEvaluator.Evaluate(OneHot([0, 1], 3, 0.8f), [0, 1], ["a", "b", "never"]);

        Assert.Equal(1, result.F1, 12);
        Assert.Equal(3, result.ClassFigures.Count);
    }

    [Fact]
    public void A_probability_of_zero_costs_much_but_not_infinitely()
    {
        EvaluationResult result = ModelEvaluator.Evaluate([1, 0], [1], ["a", "b"]);

        Assert.Equal(-Math.Log(1e-15), result.Loss, 9);
    }

    [Fact]
    public void Regression_figures_are_those_of_the_formulas()
    {
        // The example of scikit-learn's r2_score: 0.9486; mean absolute error 0.5, mean squared error 0.375.
        EvaluationResult result = ModelEvaluator.Evaluate([2.5f, 0, 2, 8], [3, -0.5f, 2, 7]);

        Assert.Equal(0.948608137, result.R2, 8);
        Assert.Equal(0.5, result.Mae, 12);
        Assert.Equal(0.375, result.Loss, 12);
        Assert.Equal(Math.Sqrt(0.375), result.Rmse, 12);
        Assert.Equal(result.R2, result.Score);
    }

    [Fact]
    public void A_model_is_evaluated_on_more_rows_than_a_batch_holds()
    {
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        const int rows = 5001;
        float[] inputs = [.. Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? 1f : -1f)];
        float[] targets =
        [
            .. Enumerable
                .Range(0, rows)
                .Select(i =>
                    i % 10 == 0 ? 0f
                    : i % 2 == 0 ? 1f
                    : 0f
                ),
        ];
        Dataset data = HandMade.Data(schema, ["no", "yes"], inputs, targets);
        using NetworkModel model = HandMade.Linear(
            schema,
            ["no", "yes"],
            new float[,]
            {
                { -1 },
                { 1 },
            },
            dataset: data
        );

        EvaluationResult result = ModelEvaluator.Evaluate(model, data.Training, SilentMonitor.Instance);

        Assert.Equal(rows, result.Rows);
        Assert.Equal((rows - 501.0) / rows, result.Accuracy, 12);
        Assert.Equal(
            [
                [2500, 501],
                [0, 2000],
            ],
            result.ConfusionMatrix
        );
    }

    [Fact]
    public void Regression_is_in_the_targets_own_units()
    {
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        Dataset data = HandMade.Data(schema, [], [1, 2, 3], [120, 140, 160]);
        using NetworkModel model = HandMade.Linear(
            schema,
            [],
            new float[,]
            {
                { 2 },
            },
            dataset: data,
            targetOffset: 100,
            targetScale: 10
        );

        EvaluationResult result = ModelEvaluator.Evaluate(model, data.Training, SilentMonitor.Instance);

        Assert.Equal(1, result.R2, 6);
        Assert.Equal(0, result.Rmse, 4);
    }

    [Fact]
    public void A_cancelled_evaluation_stops()
    {
        Preprocessing schema = HandMade.Schema(HandMade.Number("x", 0));
        Dataset data = HandMade.Data(schema, ["a", "b"], [1], [0]);
        using NetworkModel model = HandMade.Linear(
            schema,
            ["a", "b"],
            new float[,]
            {
                { -1 },
                { 1 },
            },
            dataset: data
        );

        Assert.Throws<OperationCanceledException>(() =>
            ModelEvaluator.Evaluate(model, data.Training, new SilentMonitor(new CancellationToken(true)))
        );
    }

    private static float[] OneHot(int[] predicted, int classes, float probability)
    {
        var outputs = new float[predicted.Length * classes];
        Array.Fill(outputs, (1 - probability) / (classes - 1));
        for (int row = 0; row < predicted.Length; row++)
            outputs[row * classes + predicted[row]] = probability;
        return outputs;
    }
}
