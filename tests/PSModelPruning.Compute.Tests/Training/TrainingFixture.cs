using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>Small data and networks for the tests of training.</summary>
internal static class TrainingFixture
{
    internal const int Inputs = 5;
    internal const int Classes = 3;

    /// <summary>Rows around one centre a class; the classes overlap a little.</summary>
    internal static TrainingData Blobs(int trainingRows = 96, int validationRows = 48, int seed = 1, double spread = 0.6)
    {
        int rows = trainingRows + validationRows;
        var random = new Random(seed);
        var inputs = new float[rows * Inputs];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            int label = row % Classes;
            targets[row] = label;
            for (int i = 0; i < Inputs; i++)
                inputs[row * Inputs + i] = (float)((i == label ? 1.5 : 0) + spread * Normal(random));
        }
        return new TrainingData(
            LearningTask.Classification,
            Classes,
            new Partition(MemoryStore.Over(inputs, rows, Inputs), targets, 0, trainingRows),
            new Partition(MemoryStore.Over(inputs, rows, Inputs), targets, trainingRows, validationRows)
        );
    }

    /// <summary>Targets 100 + 20·(x₀ − 2·x₁) with a little noise: far from zero mean and unit variance.</summary>
    internal static Dataset Line(int trainingRows = 200, int validationRows = 50, int seed = 1)
    {
        int rows = trainingRows + validationRows;
        var random = new Random(seed);
        var inputs = new float[rows * 2];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            inputs[row * 2] = (float)Normal(random);
            inputs[row * 2 + 1] = (float)Normal(random);
            targets[row] = (float)(100 + 20 * (inputs[row * 2] - 2 * inputs[row * 2 + 1]) + Normal(random));
        }
        return new Dataset(
            "line",
            LearningTask.Regression,
            new Preprocessing { Features = [], InputShape = [2] },
            [],
            [],
            inputs,
            targets,
            trainingRows,
            validationRows,
            0
        );
    }

    /// <summary>Linear – relu – linear, with weights drawn from the seed.</summary>
    internal static Graph Mlp(int inputs = Inputs, int hidden = 8, int outputs = Classes, int seed = 7)
    {
        TorchRuntime.EnsureAvailable();
        using DisposeScope scope = NewDisposeScope();
        var generator = new Generator((ulong)seed, CPU);
        NodeAttributes transposed = NodeAttributes.Empty.With("transB", 1);
        return new Graph(
            "input",
            [inputs],
            "out",
            [
                new Node("fc1", "Gemm", ["input", "fc1.weight", "fc1.bias"], "a", transposed),
                new Node("relu1", "Relu", ["a"], "b", NodeAttributes.Empty),
                new Node("fc2", "Gemm", ["b", "fc2.weight", "fc2.bias"], "out", transposed),
            ],
            [
                new GraphParameter("fc1.weight", randn([hidden, inputs], generator: generator).mul_(0.5), true),
                new GraphParameter("fc1.bias", zeros(hidden), true),
                new GraphParameter("fc2.weight", randn([outputs, hidden], generator: generator).mul_(0.5), true),
                new GraphParameter("fc2.bias", zeros(outputs), true),
            ]
        );
    }

    /// <summary>All numbers of a graph's parameters.</summary>
    internal static float[] Weights(Graph graph) => [.. graph.Parameters.Values.SelectMany(p => p.Value.data<float>().ToArray())];

    internal static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
