using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training.Distillation;

public sealed class LayerMatchingTests
{
    private static readonly Dataset Data = PruningFixture.Blobs([4]);
    private static readonly Dataset Images = PruningFixture.Blobs([2, 6, 6], training: 30, validation: 12);
    private static readonly NetworkModel Large = PruningFixture.Mlp(Data, 10, 12, 6);

    [Fact]
    public void Layers_of_the_same_width_are_compared_as_they_are_in_units_of_the_teachers_mean_square()
    {
        using Graph student = NetworkFactory.Mlp([4], 3, 9, 12);
        int[] rows = [5, 1, 2];
        double[][] expected = [.. Enumerable.Range(0, Data.TrainingRows).Select(row => Hidden(Large.Graph, row))];
        double scale = expected.Average(values => values.Average(value => value * value));
        double difference = rows.Average(row => Hidden(student, row).Zip(expected[row], (a, b) => (a - b) * (a - b)).Average());

        double loss = Run(
            student,
            new DistillationOptions
            {
                Teacher = Large,
                Weight = 0,
                Matches = [new LayerMatch("relu1", "RELU1")],
                MatchWeight = 3,
            },
            rows
        );

        Assert.Equal(3 * difference / scale, loss, 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Layers_of_other_widths_are_matched_through_a_map_that_is_dropped_afterwards(bool images)
    {
        Dataset data = images ? Images : Data;
        using NetworkModel teacher = images
            ? PruningFixture.Train(
                NetworkFactory.FromLayers(["conv 6x3 pad 1", "relu", "maxpool 2", "flatten"], [2, 6, 6], 3, 1),
                Images,
                5
            )
            : PruningFixture.Mlp(Data, 10, 3);
        var request = new TrainingRequest
        {
            Layers = images ? ["conv 3x3 pad 1", "relu", "maxpool 2", "flatten"] : ["linear 6", "relu"],
            Options = new TrainingOptions
            {
                Epochs = images ? 40 : 80,
                BatchSize = 16,
                LearningRate = 0.01,
                Threads = 1,
                Seed = 3,
            },
            Distillation = new DistillationOptions
            {
                Teacher = teacher,
                Matches = [new LayerMatch("relu1", "relu1")],
                MatchWeight = 20,
            },
        };
        using NetworkModel matched = ModelTrainer.Train(data, request, SilentMonitor.Instance);
        using NetworkModel plain = ModelTrainer.Train(data, request with { Distillation = null }, SilentMonitor.Instance);

        Assert.Equal(plain.Parameters, matched.Parameters);
        Assert.True(
            Unexplained(teacher, matched, data) < 0.8 * Unexplained(teacher, plain, data),
            $"{Unexplained(teacher, matched, data)} against {Unexplained(teacher, plain, data)}"
        );
        Assert.Contains("relu1=relu1", matched.History[0].Description);
    }

    [Fact]
    public void Layers_that_are_not_there_or_do_not_fit_are_told()
    {
        using Graph student = NetworkFactory.FromLayers(["conv 3x3", "relu", "flatten"], [2, 6, 6], 3, 1);
        using NetworkModel teacher = PruningFixture.Train(
            NetworkFactory.FromLayers(["conv 6x3 pad 1", "relu", "flatten"], [2, 6, 6], 3, 1),
            Images,
            0
        );

        Assert.Equal("LayerUnknown", Id("relu9", "relu1"));
        Assert.Equal("LayerUnknown", Id("relu1", "relu9"));
        Assert.Equal("MatchLayerShape", Id("relu1", "relu1"));
        Assert.Equal("MatchLayerShape", Id("relu1", "flatten1"));

        string Id(string from, string to) =>
            Assert
                .Throws<ComputeException>(() =>
                    Matching(student, new DistillationOptions { Teacher = teacher, Matches = [new LayerMatch(from, to)] }, Images).Dispose()
                )
                .ErrorId;
    }

    [Theory]
    [InlineData("relu1", true, 5, 8)]
    [InlineData("lstm1", true, 5, 8)]
    [InlineData("gru1", true, 5, 8)]
    [InlineData("relu1", false, 8, 6)]
    public void Layers_of_sequences_may_differ_in_their_channels_but_not_in_their_steps(string layer, bool fits, int channels, int steps)
    {
        using NetworkModel teacher = PruningFixture.Train(Sequence(6, 8), Images, 0);
        using Graph student = Sequence(channels, steps);
        DistillationOptions options = new() { Teacher = teacher, Matches = [new LayerMatch(layer, layer)] };

        if (fits)
            Matching(student, options, Images).Dispose();
        else
            Assert.Equal("MatchLayerShape", Assert.Throws<ComputeException>(() => Matching(student, options, Images).Dispose()).ErrorId);

        static Graph Sequence(int channels, int steps) =>
            NetworkFactory.FromLayers(
                [$"sequence {steps}x{72 / steps}", $"conv1d {channels}x3 pad 1", "relu", $"lstm {channels} sequence", $"gru {channels}"],
                [2, 6, 6],
                3,
                1
            );
    }

    [Fact]
    public void A_map_between_sequences_mixes_channels_and_leaves_every_step_by_itself()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        var map = LayerRegressor.Between("map", [1, 3, 7], [1, 5, 7], 1, generator)!;
        Tensor weight = map.Parameters.First().Value;
        Tensor input = SeededTensors.Uniform(1, [2, 3, 7]);

        Assert.Equal([5L, 3, 1], weight.shape);
        Tensor expected = einsum("oc,ncs->nos", weight.squeeze(2), input);
        Assert.True(map.Apply(input).allclose(expected, 1e-5, 1e-6));
    }

    [Fact]
    public void Pairs_that_are_named_twice_and_a_temperature_that_softens_nothing_are_refused()
    {
        Assert.Equal(
            "MatchLayerInvalid",
            Id(new DistillationOptions { Teacher = Large, Matches = [new LayerMatch("relu1", "relu1"), new LayerMatch("RELU1", "relu1")] })
        );
        Assert.Equal(
            "TrainingOptionOutOfRange",
            Id(
                new DistillationOptions
                {
                    Teacher = Large,
                    Weight = 0,
                    Temperature = 2,
                    Matches = [new LayerMatch("relu1", "relu1")],
                }
            )
        );

        static string Id(DistillationOptions options) =>
            Assert.Throws<ComputeException>(() => Teacher.Of(options, Data, Data.Classes)).ErrorId;
    }

    private static DistillationLoss Matching(Graph student, DistillationOptions options, Dataset data) =>
        new(Teacher.Of(options, data, data.Classes), student, new TrainingOptions(), 8, SilentMonitor.Instance);

    private static double Run(Graph student, DistillationOptions options, int[] rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using DistillationLoss loss = Matching(student, options, Data);
        Tensor input = tensor(rows.SelectMany(row => Data.Training.Inputs.Span.Slice(row * 4, 4).ToArray()).ToArray()).view(rows.Length, 4);
        Tensor output = new GraphRunner(student).Run(input, RunContext.Inference, loss.Observer);
        return loss.Compute(tensor(0f), output, rows).item<float>();
    }

    /// <summary>The first hidden layer of a row, by hand.</summary>
    private static double[] Hidden(Graph graph, int row)
    {
        float[] weight = graph.Parameters["fc1.weight"].Value.data<float>().ToArray(),
            bias = graph.Parameters["fc1.bias"].Value.data<float>().ToArray();
        float[] input = Data.Training.Inputs.Span.Slice(row * 4, 4).ToArray();
        return [.. bias.Select((b, unit) => Math.Max(0, b + input.Select((x, i) => (double)x * weight[unit * 4 + i]).Sum()))];
    }

    /// <summary>
    /// The squared error of the best linear map (with a constant) from the student's first rectified layer to the teacher's, over the
    /// training rows.
    /// </summary>
    private static double Unexplained(NetworkModel teacher, NetworkModel student, Dataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        Tensor target = Rectified(teacher, data),
            given = Rectified(student, data);
        Tensor inputs = cat([given, ones(given.shape[0], 1)], 1).to_type(ScalarType.Float64);
        Tensor map = linalg
            .lstsq(
                inputs.t().matmul(inputs).add(eye(inputs.shape[1], dtype: ScalarType.Float64).mul(1e-6)),
                inputs.t().matmul(target.to_type(ScalarType.Float64))
            )
            .Solution;
        return nn.functional.mse_loss(inputs.matmul(map), target.to_type(ScalarType.Float64)).item<double>();
    }

    /// <summary>What the first rectifier gives, <c>[rows (and places), channels]</c>.</summary>
    private static Tensor Rectified(NetworkModel model, Dataset data)
    {
        Tensor input = tensor(data.Training.Inputs.Span.ToArray()).view([data.TrainingRows, .. data.InputShape.Select(size => (long)size)]);
        Tensor? seen = null;
        new GraphRunner(model.Graph).Run(input, RunContext.Inference, (node, _, output) => seen = node.Name == "relu1" ? output : seen);
        return seen!.shape.Length == 4 ? seen.permute(0, 2, 3, 1).reshape(-1, seen.shape[1]) : seen;
    }
}
