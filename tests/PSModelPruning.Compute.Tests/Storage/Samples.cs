using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Models to store, and files to store them in.</summary>
internal static class Samples
{
    /// <summary>A network of two layers with random weights.</summary>
    internal static NetworkModel Mlp(
        int inputs = 6,
        int hidden = 5,
        int classes = 3,
        int seed = 1,
        double sparsity = 0,
        bool masked = false
    )
    {
        TorchRuntime.EnsureAvailable();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed, CPU);
        NodeAttributes transposed = NodeAttributes.Empty.With("transB", 1);
        GraphParameter[] parameters =
        [
            new("fc1.weight", randn([hidden, inputs], generator: generator), true),
            new("fc1.bias", randn([hidden], generator: generator), true),
            new("fc2.weight", randn([classes, hidden], generator: generator), true),
            new("fc2.bias", randn([classes], generator: generator), true),
        ];
        if (sparsity > 0)
        {
            foreach (GraphParameter weight in parameters.Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)))
            {
                Tensor mask = rand(weight.Shape, generator: generator).ge(sparsity).to_type(ScalarType.Float32);
                weight.Value.mul_(mask);
                if (masked)
                    weight.SetMask(mask);
            }
        }
        var graph = new Graph(
            "input",
            [inputs],
            "out",
            [
                new Node("fc1", "Gemm", ["input", "fc1.weight", "fc1.bias"], "a", transposed),
                new Node("relu1", "Relu", ["a"], "b", NodeAttributes.Empty),
                new Node("fc2", "Gemm", ["b", "fc2.weight", "fc2.bias"], "out", transposed),
            ],
            parameters
        );
        return new NetworkModel(Description(inputs, classes), graph)
        {
            Training = [new TrainingEpoch(1, 0.1 + 0.2, 0.9, double.NaN, double.NaN, 1e-3, 1.5)],
        }.Finished();
    }

    internal static ModelDescription Description(int inputs, int classes) =>
        new()
        {
            Name = "Sample",
            Task = LearningTask.Classification,
            Classes = [.. Enumerable.Range(0, classes).Select(i => $"Klasse {i} ä")],
            Preprocessing = new Preprocessing
            {
                Features =
                [
                    .. Enumerable
                        .Range(0, inputs)
                        .Select(i => new DatasetColumn
                        {
                            Name = $"x{i}",
                            FirstInput = i,
                            InputCount = 1,
                            Offset = i / 3.0,
                            Divisor = 1 + i / 7.0,
                            ClipHigh = i == 0 ? 9.5 : null,
                        }),
                ],
                Target = new DatasetColumn
                {
                    Name = "y",
                    Role = ColumnRole.Target,
                    Categories = ["a", "b"],
                },
                InputShape = [inputs],
            },
            History = [new ModelEvent(new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(7), "Trained", "By hand.")],
            DatasetHash = "0123abcd",
            Seed = 42,
        };

    internal static float[] Predict(Model model, int rows = 16, int seed = 5)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, rows * model.Preprocessing.Width).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        float[] outputs = new float[rows * model.OutputCount];
        // A network through libtorch: its own kernels are chosen by measurement, and another choice has other last bits. The copy shares
        // its graph and is not disposed.
        Model same = model is NetworkModel network ? new NetworkModel(network.Describe(), network.Graph, network.Kind) : model;
        same.Predict(inputs, rows, outputs);
        return outputs;
    }

    /// <summary>Every size of a model, to compare two.</summary>
    internal static (long, long, double, long, long, long) Sizes(Model model) =>
        (model.Parameters, model.NonzeroParameters, model.Sparsity, model.StoredBytes, model.PackedBytes, model.MultiplyAccumulates);

    internal static byte[] Save(Model model)
    {
        using var stream = new MemoryStream();
        ModelFormatCatalog.Get("psmodel").Write(model, stream, SilentMonitor.Instance);
        return stream.ToArray();
    }

    internal static Model Load(byte[] file)
    {
        using var stream = new MemoryStream(file);
        return ModelFile.Load(stream, "sample.psmodel", SilentMonitor.Instance);
    }

    internal static string LoadError(byte[] file) => Assert.Throws<ComputeException>(() => Load(file).Dispose()).ErrorId;
}
