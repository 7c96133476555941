using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training.Distillation;

public sealed class DistillationLossTests
{
    private const double Hard = 0.8;
    private static readonly int[] Rows = [3, 0, 7];

    private static readonly float[,] Output =
    {
        { 1, -0.5f, 0.25f },
        { 0, 2, -1 },
        { 0.5f, 0.5f, 3 },
    };

    [Theory]
    [InlineData(0.3, 4)]
    [InlineData(1, 4)]
    [InlineData(1, 1)]
    [InlineData(0.5, 0.7)]
    public void It_is_the_weighted_sum_of_the_hard_loss_and_of_the_divergence_times_the_squared_temperature(
        double weight,
        double temperature
    )
    {
        Dataset data = TreeData.Blobs(training: 20, validation: 10, test: 0);
        var forest = TreeData.Train<ForestModel>(
            data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new() { TreeCount = 5 },
            }
        );
        float[] predicted = TreeData.Predict(forest, PartitionName.Training);
        double divergence = 0;
        for (int i = 0; i < Rows.Length; i++)
        {
            double[] teacher = Softmax([.. predicted.Skip(Rows[i] * 3).Take(3).Select(p => Math.Log(Math.Max(p, 1e-6)))], temperature);
            double[] student = Softmax([Output[i, 0], Output[i, 1], Output[i, 2]], temperature);
            divergence += teacher.Zip(student, (p, q) => p * Math.Log(p / q)).Sum() / Rows.Length;
        }

        double loss = Compute(
            new DistillationOptions
            {
                Teacher = forest,
                Weight = weight,
                Temperature = temperature,
            },
            data,
            Output
        );

        Assert.Equal((1 - weight) * Hard + weight * temperature * temperature * divergence, loss, 1e-4);
    }

    [Fact]
    public void Of_numbers_it_is_the_squared_error_to_the_teacher()
    {
        Dataset data = TreeData.Numbers(training: 20, validation: 10, test: 0);
        var tree = TreeData.Train<TreeModel>(
            data,
            new TrainingRequest
            {
                Kind = "Tree",
                Tree = new() { MaxDepth = 2 },
            }
        );
        TrainingData scaled = TrainingData.From(data);
        float[] predicted = TreeData.Predict(tree, PartitionName.Training);
        float[,] output =
        {
            { 0.5f },
            { -1 },
            { 0 },
        };
        double error = Rows.Select((row, i) => Math.Pow(output[i, 0] - (predicted[row] - scaled.TargetOffset) / scaled.TargetScale, 2))
            .Average();

        double loss = Compute(new DistillationOptions { Teacher = tree, Weight = 0.4 }, data, output);

        Assert.Equal(0.6 * Hard + 0.4 * error, loss, 1e-4);
    }

    private static double Compute(DistillationOptions options, Dataset data, float[,] output)
    {
        TorchRuntime.EnsureAvailable();
        using Graph student = NetworkFactory.Mlp(data.InputShape, output.GetLength(1), 1, 4);
        Teacher teacher = TrainingData.From(data).TaughtBy(options, data, data.Classes).Teacher!;
        using DisposeScope scope = NewDisposeScope();
        using var loss = new DistillationLoss(teacher, student, new TrainingOptions(), 5, SilentMonitor.Instance);
        return loss.Compute(tensor((float)Hard), tensor(output), Rows).item<float>();
    }

    private static double[] Softmax(double[] scores, double temperature)
    {
        double sum = scores.Sum(score => Math.Exp(score / temperature));
        return [.. scores.Select(score => Math.Exp(score / temperature) / sum)];
    }
}
