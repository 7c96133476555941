using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Tests.Networks.Operators;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class InferenceTests
{
    public static TheoryData<string> Networks => [.. StructureNets.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Inference_gives_the_bits_of_a_plain_run_and_keeps_no_tensor(string name)
    {
        using Graph graph = StructureNets.Build(name, 1);
        using Tensor input = StructureNets.Input(name, graph, 1).DetachFromDisposeScope();
        float[] before = input.Floats();
        var runner = new GraphRunner(graph);
        float[] expected = Inside(() => runner.Run(input, RunContext.Inference).Floats());
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        float[] actual = Inside(() => runner.Infer(input).Floats());

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal(expected, actual);
        Assert.Equal(before, input.Floats());
    }

    [Fact]
    public void A_value_that_is_still_read_through_a_view_is_not_written_over()
    {
        using DisposeScope scope = NewDisposeScope();
        var builder = new GraphBuilder([2, 4, 4]);
        string image = builder.Convolution("conv1", new Convolution(3, 3, 3));
        string columns = builder.Add("flatten1", "Flatten");
        builder.ContinueFrom(image);
        builder.Add("sigmoid1", "Sigmoid");
        string other = builder.Add("flatten2", "Flatten");
        builder.Add("sum", "Add", null, columns, other);
        builder.Add("twice", "Add", null, "sum", "sum");
        builder.Add("drop", "Dropout");
        builder.Add("relu1", "Relu");
        builder.Add("mix", "Add", null, "relu1", "twice");
        builder.Linear("fc", 2);
        using Graph graph = builder.Build(3);
        Tensor input = SeededTensors.Normal(1, [5, 2, 4, 4]);
        var runner = new GraphRunner(graph);

        Assert.Equal(runner.Run(input, RunContext.Inference).Floats(), runner.Infer(input).Floats());
    }

    [Fact]
    public void Rows_are_predicted_alike_however_many_come_at_once_and_from_several_threads()
    {
        using NetworkModel model = Model("ConvNet", [1, 28, 28]);
        const int rows = 700;
        float[] inputs = [.. Enumerable.Range(0, rows * 784).Select(i => i % 251 / 251f)];
        float[] together = new float[rows * 10];
        model.Predict(inputs, rows, together);

        float[][] parts = new float[7][];
        Parallel.For(0, 7, part =>
        {
            parts[part] = new float[1000];
            model.Predict(inputs.AsSpan(part * 100 * 784, 100 * 784), 100, parts[part]);
        });

        float[] apart = [.. parts.SelectMany(part => part)];
        for (int i = 0; i < together.Length; i++)
            Assert.Equal(together[i], apart[i], 1e-6f);
        Assert.All(together.Chunk(10), row => Assert.Equal(1, row.Sum(), 1e-5f));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Predicting_no_rows_writes_nothing_and_measures_nothing(bool isFinished)
    {
        using NetworkModel model = Model("Mlp", [5]);
        if (isFinished)
            model.Finished();
        float[] output = [.. Enumerable.Repeat(-7f, 20)];

        model.Predict([], 0, output);

        Assert.All(output, value => Assert.Equal(-7f, value));
        Assert.Empty(model.Kernels);
        model.Predict(new float[5], 1, output);
        Assert.Equal(1, output[..10].Sum(), 1e-5f);
        Assert.All(output[10..], value => Assert.Equal(-7f, value));
    }

    internal static NetworkModel Model(string preset, int[] shape) =>
        new(
            new ModelDescription
            {
                Name = preset,
                Task = LearningTask.Classification,
                Classes = [.. Enumerable.Range(0, 10).Select(i => $"{i}")],
                Preprocessing = new Preprocessing { Features = [], InputShape = shape },
            },
            NetworkFactory.FromPreset(preset, shape, 10, 1)
        );

    private static float[] Inside(Func<float[]> work)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        return work();
    }
}
