using System.Diagnostics;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Networks with random weights to predict with, as the module's users do (Model.Predict), and the seconds that it takes.
/// </summary>
internal static class InferenceWorkload
{
    private const double LeastSeconds = 0.02;

    /// <summary>
    /// A preset whose prunable weights are zero at random; what a kernel costs depends on where zeros are, not on how they came there.
    /// </summary>
    internal static Graph Network(string preset, IReadOnlyList<int> shape, double zeros)
    {
        Graph graph = NetworkFactory.FromPreset(preset, shape, 10, 1);
        using IDisposable gradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(1, CPU);
        foreach ((_, GraphParameter weight) in graph.PrunableWeights())
            weight.Value.mul_(rand(weight.Shape, generator: generator).ge(zeros).to_type(ScalarType.Float32));
        return graph;
    }

    /// <summary>A model that predicts through libtorch alone; <c>Finished()</c> makes it choose.</summary>
    internal static NetworkModel Model(Graph graph) =>
        new(
            new ModelDescription
            {
                Name = "network",
                Task = LearningTask.Classification,
                Classes = [.. Enumerable.Range(0, 10).Select(i => $"{i}")],
                Preprocessing = new Preprocessing { Features = [], InputShape = [.. graph.InputShape] },
            },
            graph
        );

    /// <summary>Makes one prediction call after the other, and gives the seconds of the fastest.</summary>
    internal static double Seconds(NetworkModel model, int rows, int threads = 0)
    {
        float[] inputs = new float[rows * model.Graph.InputShape.Aggregate(1, (product, size) => product * size)],
            outputs = new float[rows * 10];
        var random = new Random(1);
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = random.NextSingle();
        int before = get_num_threads();
        if (threads > 0)
            set_num_threads(threads);
        try
        {
            model.Predict(inputs, rows, outputs);
            double fastest = double.PositiveInfinity;
            long begin = Stopwatch.GetTimestamp();
            for (int call = 0; call < 3 || Stopwatch.GetElapsedTime(begin).TotalSeconds < LeastSeconds; call++)
            {
                long start = Stopwatch.GetTimestamp();
                model.Predict(inputs, rows, outputs);
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
            return fastest;
        }
        finally
        {
            set_num_threads(before);
        }
    }
}
