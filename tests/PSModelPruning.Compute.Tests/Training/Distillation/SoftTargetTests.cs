using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;

namespace PSModelPruning.Compute.Tests.Training.Distillation;

public sealed class SoftTargetTests
{
    private static readonly Dataset Data = TreeData.Blobs(training: 60, validation: 20, test: 0);

    private static float[] Targets(Model teacher, Dataset dataset, double? temperature = null, IReadOnlyList<string>? classes = null) =>
        Teacher
            .Of(new DistillationOptions { Teacher = teacher, Temperature = temperature }, dataset, classes ?? dataset.Classes)
            .Targets(SilentMonitor.Instance);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(0.5)]
    public void Logits_of_a_network_are_divided_by_the_temperature(double temperature)
    {
        using NetworkModel teacher = PruningFixture.Mlp(Data, epochs: 5);
        float[] weight1 = Values("fc1.weight"),
            bias1 = Values("fc1.bias"),
            weight2 = Values("fc2.weight"),
            bias2 = Values("fc2.bias"),
            weight3 = Values("fc3.weight"),
            bias3 = Values("fc3.bias");

        float[] targets = Targets(teacher, Data, temperature);

        for (int row = 0; row < Data.TrainingRows; row++)
        {
            double[] input = [.. Data.Training.Inputs.Span.Slice(row * 5, 5).ToArray().Select(x => (double)x)];
            double[] logits = Layer(Rectified(Layer(Rectified(Layer(input, weight1, bias1)), weight2, bias2)), weight3, bias3);
            double normalizer = Math.Log(logits.Sum(logit => Math.Exp(logit / temperature)));
            for (int i = 0; i < 3; i++)
                Assert.Equal(logits[i] / temperature - normalizer, targets[row * 3 + i], 1e-4);
        }

        float[] Values(string name) => teacher.Graph.Parameters[name].Value.data<float>().ToArray();
    }

    [Fact]
    public void Probabilities_of_a_forest_are_raised_to_one_over_the_temperature_above_a_floor()
    {
        var teacher = TreeData.Train<ForestModel>(
            Data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new() { TreeCount = 7 },
            }
        );
        float[] predicted = TreeData.Predict(teacher, PartitionName.Training);

        float[] targets = Targets(teacher, Data, 2);

        Assert.Contains(0f, predicted);
        for (int row = 0; row < Data.TrainingRows; row++)
        {
            double[] powers = [.. predicted.Skip(row * 3).Take(3).Select(p => Math.Sqrt(Math.Max(p, 1e-6)))];
            for (int i = 0; i < 3; i++)
                Assert.Equal(powers[i] / powers.Sum(), Math.Exp(targets[row * 3 + i]), 1e-5);
        }
    }

    [Fact]
    public void Classes_come_in_the_order_of_the_student()
    {
        var teacher = TreeData.Train<ForestModel>(
            Data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new() { TreeCount = 7 },
            }
        );

        float[] usual = Targets(teacher, Data),
            turned = Targets(teacher, Data, classes: ["class 2", "class 0", "class 1"]);

        for (int row = 0; row < Data.TrainingRows; row++)
            Assert.Equal([usual[row * 3 + 2], usual[row * 3], usual[row * 3 + 1]], turned[(row * 3)..(row * 3 + 3)]);
    }

    [Fact]
    public void A_teacher_of_fewer_features_in_another_order_and_scale_says_the_same()
    {
        Dataset few = HandMade.Data(
            HandMade.Schema([
                HandMade.Number("x2", 0),
                HandMade.Number("x0", 1) with
                {
                    Offset = 0.5,
                    Divisor = 2,
                },
                HandMade.Number("x1", 2),
            ]),
            [.. Data.Classes],
            [.. Enumerable.Range(0, Data.Rows).SelectMany(row => new[] { Input(row, 2), (Input(row, 0) - 0.5f) / 2, Input(row, 1) })],
            [.. Enumerable.Range(0, Data.Rows).Select(row => Label(row))],
            20,
            0
        );
        using NetworkModel teacher = PruningFixture.Mlp(few, epochs: 3);

        float[] own = Targets(teacher, few),
            wider = Targets(teacher, Data);

        Assert.Equal(own.Length, wider.Length);
        for (int i = 0; i < own.Length; i++)
            Assert.Equal(own[i], wider[i], 1e-4);
    }

    [Fact]
    public void Numbers_are_in_the_units_that_the_student_learns()
    {
        Dataset numbers = TreeData.Numbers(training: 50, validation: 10, test: 0);
        var teacher = TreeData.Train<TreeModel>(
            numbers,
            new TrainingRequest
            {
                Kind = "Tree",
                Tree = new() { MaxDepth = 3 },
            }
        );
        float[] predicted = TreeData.Predict(teacher, PartitionName.Training);

        float[] targets = Teacher.Of(new DistillationOptions { Teacher = teacher }, numbers, [], 1000, 20).Targets(SilentMonitor.Instance);

        Assert.Equal(predicted.Select(y => (y - 1000) / 20), targets, (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        var forest = TreeData.Train<ForestModel>(
            Data,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new() { TreeCount = 2 },
            }
        );
        Dataset four = TreeData.Blobs(classes: 4, training: 60, validation: 20, test: 0),
            numbers = TreeData.Numbers(training: 50, validation: 10, test: 0);
        Dataset narrow = TreeData.Blobs(training: 60, validation: 20, test: 0, width: 4);
        var tree = TreeData.Train<TreeModel>(numbers, new TrainingRequest { Kind = "Tree" });
        var of4 = TreeData.Train<ForestModel>(
            four,
            new TrainingRequest
            {
                Kind = "Forest",
                Forest = new() { TreeCount = 2 },
            }
        );

        Assert.Equal("SchemaMismatch", Id(forest, four));
        Assert.Equal("SchemaMismatch", Id(of4, Data));
        Assert.Equal("SchemaMismatch", Id(forest, numbers));
        Assert.Equal("SchemaMismatch", Id(forest, narrow));
        Assert.Equal("TemperatureNotForRegression", Assert.Throws<ComputeException>(() => Targets(tree, numbers, 2)).ErrorId);
        Assert.Equal("MatchLayerNeedsNetwork", Of(new DistillationOptions { Teacher = forest, Matches = [new LayerMatch("a", "b")] }));
        Assert.Equal("TrainingOptionOutOfRange", Of(new DistillationOptions { Teacher = forest, Weight = 0 }));
        Assert.Equal("TrainingOptionOutOfRange", Of(new DistillationOptions { Teacher = forest, Weight = 1.01 }));
        Assert.Equal("TrainingOptionOutOfRange", Of(new DistillationOptions { Teacher = forest, Temperature = 0 }));
        Assert.Equal("MatchLayerInvalid", Assert.Throws<ComputeException>(() => LayerMatch.Parse("a=")).ErrorId);
        Assert.Equal("MatchLayerInvalid", Assert.Throws<ComputeException>(() => LayerMatch.Parse("a=b=c")).ErrorId);
        Assert.Equal(new LayerMatch("a", "a"), LayerMatch.Parse("a"));

        static string Id(Model teacher, Dataset dataset) => Assert.Throws<ComputeException>(() => Targets(teacher, dataset)).ErrorId;
        static string Of(DistillationOptions options) =>
            Assert.Throws<ComputeException>(() => Teacher.Of(options, Data, Data.Classes)).ErrorId;
    }

    private static float Input(int row, int feature) => Data.Training.Row(row)[feature];

    private static float Label(int row) =>
        row < Data.TrainingRows ? Data.Training.Targets.Span[row] : Data.Validation.Targets.Span[row - Data.TrainingRows];

    private static double[] Rectified(double[] values) => [.. values.Select(value => Math.Max(0, value))];

    private static double[] Layer(double[] input, float[] weight, float[] bias) =>
        [.. bias.Select((b, unit) => b + input.Select((x, i) => x * weight[unit * input.Length + i]).Sum())];
}
