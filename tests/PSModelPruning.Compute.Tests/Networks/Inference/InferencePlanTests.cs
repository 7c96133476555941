using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Networks.Inference;

public sealed class InferencePlanTests
{
    [Theory]
    [InlineData("LeNet300", 0.95)]
    [InlineData("LeNet5", 0.95)]
    [InlineData("ConvNet", 0)]
    public void A_finished_model_predicts_what_libtorch_predicts_and_says_how(string preset, double zeros)
    {
        using NetworkModel plain = InferenceTests.Model(preset, [1, 28, 28]),
            finished = InferenceTests.Model(preset, [1, 28, 28]).Finished();
        LaneProgramTests.Thin(plain.Graph, zeros, 1);
        LaneProgramTests.Thin(finished.Graph, zeros, 1);
        Assert.Empty(finished.Kernels);

        foreach (int rows in new[] { 1, 5, 64, 203 })
            BatchNormFoldingTests.AssertSame(Predict(plain, rows), Predict(finished, rows));

        Assert.Empty(plain.Kernels);
        Assert.Equal([1, 64], finished.Kernels.Select(kernel => kernel.BatchSize));
        Assert.All(finished.Kernels, kernel =>
        {
            Assert.Equal(zeros > 0 ? "Sparse" : "Direct", kernel.Other);
            Assert.Equal(kernel.OtherMilliseconds < kernel.DenseMilliseconds ? kernel.Other : "Dense", kernel.Kernel);
            Assert.True(kernel.SpeedUp >= 1);
            Assert.Contains(kernel.Kernel, kernel.ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Several_threads_predict_with_one_model_and_get_the_same_bits()
    {
        using NetworkModel model = InferenceTests.Model("LeNet5", [1, 28, 28]).Finished();
        LaneProgramTests.Thin(model.Graph, 0.9, 2);
        model.ChooseKernels();
        float[] single = Predict(model, 1),
            batch = Predict(model, 100);

        float[][] found = new float[24][];
        Parallel.For(0, found.Length, i => found[i] = Predict(model, i % 2 == 0 ? 1 : 100));

        for (int i = 0; i < found.Length; i++)
            Assert.Equal(i % 2 == 0 ? single : batch, found[i]);
    }

    [Fact]
    public void Predicting_leaves_no_tensor_behind_and_a_disposed_model_says_so()
    {
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        NetworkModel model = InferenceTests.Model("Vgg", [1, 16, 16]).Finished();
        Predict(model, 1);
        Predict(model, 64);
        long planned = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 5; i++)
        {
            Predict(model, 1);
            Predict(model, 64);
        }

        Assert.Equal(planned, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        model.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => Predict(model, 1)).ErrorId);
        Assert.Empty(model.Kernels);
    }

    [Fact]
    public void A_network_with_an_operator_that_the_kernels_lack_stays_with_libtorch()
    {
        Graph graph = StructureNets.Build("Squeeze and excite", 1);
        using var model = new NetworkModel(
            new ModelDescription
            {
                Name = "gated",
                Task = LearningTask.Classification,
                Classes = ["a", "b", "c"],
                Preprocessing = new Preprocessing { Features = [], InputShape = [2, 8, 8] },
            },
            graph
        );
        float[] before = Predict(model, 20);

        model.Finished();

        BatchNormFoldingTests.AssertSame(before, Predict(model, 20));
        Assert.Empty(model.Kernels);
    }

    private static float[] Predict(NetworkModel model, int rows)
    {
        int width = model.Preprocessing.InputShape.Aggregate(1, (product, size) => product * size);
        var random = new Random(rows);
        float[] inputs = [.. Enumerable.Range(0, rows * width).Select(_ => random.NextSingle() - 0.3f)],
            outputs = new float[rows * model.Classes.Count];
        model.Predict(inputs, rows, outputs);
        return outputs;
    }
}
