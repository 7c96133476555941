using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class LossTests
{
    private static double Compute(LearningTask task, TrainingOptions options, float[,] output, Array target)
    {
        TorchRuntime.EnsureAvailable();
        using DisposeScope scope = NewDisposeScope();
        using Loss loss = LossCatalog.Create(task, options);
        return loss.Compute(tensor(output), target is long[] labels ? tensor(labels) : tensor((float[,])target)).item<float>();
    }

    private static double LogSoftmax(double[] logits, int index) => logits[index] - Math.Log(logits.Sum(Math.Exp));

    [Fact]
    public void Cross_entropy_is_the_mean_negative_log_probability()
    {
        double expected = -(LogSoftmax([1, 2, 0], 1) + LogSoftmax([0, 0, 3], 0)) / 2;

        Assert.Equal(
            expected,
            Compute(
                LearningTask.Classification,
                new TrainingOptions(),
                new float[,]
                {
                    { 1, 2, 0 },
                    { 0, 0, 3 },
                },
                new long[] { 1, 0 }
            ),
            1e-6
        );
    }

    [Fact]
    public void Class_weights_weigh_rows_and_divide_by_their_sum()
    {
        double expected = -(2 * LogSoftmax([1, 2, 0], 1) + 5 * LogSoftmax([0, 0, 3], 0)) / 7;

        Assert.Equal(
            expected,
            Compute(
                LearningTask.Classification,
                new TrainingOptions { ClassWeights = [5, 2, 1] },
                new float[,]
                {
                    { 1, 2, 0 },
                    { 0, 0, 3 },
                },
                new long[] { 1, 0 }
            ),
            1e-5
        );
    }

    [Fact]
    public void Label_smoothing_spreads_the_target_over_all_classes()
    {
        double[] logits = [1, 2, 0];
        double expected = -(0.7 * LogSoftmax(logits, 1) + 0.1 * Enumerable.Range(0, 3).Sum(c => LogSoftmax(logits, c)));

        Assert.Equal(
            expected,
            Compute(
                LearningTask.Classification,
                new TrainingOptions { LabelSmoothing = 0.3 },
                new float[,]
                {
                    { 1, 2, 0 },
                },
                new long[] { 1 }
            ),
            1e-6
        );
    }

    [Fact]
    public void Huber_is_quadratic_near_and_linear_far()
    {
        float[,] output =
        {
            { 0.5f },
            { 3 },
        };
        float[,] target =
        {
            { 0 },
            { 0 },
        };

        Assert.Equal((0.125 + 2.5) / 2, Compute(LearningTask.Regression, new TrainingOptions { Loss = "huber" }, output, target), 1e-6);
        Assert.Equal((0.25 + 9) / 2, Compute(LearningTask.Regression, new TrainingOptions(), output, target), 1e-6);
    }
}
