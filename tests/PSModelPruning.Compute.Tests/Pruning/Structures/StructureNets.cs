using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

/// <summary>
/// Networks of every structure that channels can be removed from, with random weights and random BatchNormalization statistics.
/// </summary>
internal static class StructureNets
{
    private static readonly Dictionary<string, Func<Graph>> Builders = new()
    {
        ["ResNet20"] = () => NetworkFactory.FromPreset("ResNet20", [3, 16, 16], 10, 1),
        ["Vgg"] = () => NetworkFactory.FromPreset("Vgg", [1, 16, 16], 10, 1),
        ["ConvNet"] = () => NetworkFactory.FromPreset("ConvNet", [1, 14, 14], 10, 1),
        ["LeNet5"] = () => NetworkFactory.FromPreset("LeNet5", [1, 28, 28], 10, 1),
        ["Mlp sigmoid tanh"] = () =>
            NetworkFactory.FromLayers(
                ["linear 24", "sigmoid", "linear 18", "tanh", "linear 12", "gelu", "linear 9", "leakyrelu 0.1"],
                [13],
                4,
                1
            ),
        ["Depthwise separable"] = () =>
            NetworkFactory.FromLayers(
                [
                    "conv 12x3 pad 1",
                    "batchnorm",
                    "relu",
                    "depthwise 3 pad 1 stride 2",
                    "batchnorm",
                    "clip 0 6",
                    "conv 20x1",
                    "batchnorm",
                    "sigmoid",
                    "globalavgpool",
                ],
                [3, 12, 12],
                5,
                1
            ),
        ["Depthwise multiplier"] = () =>
            NetworkFactory.FromLayers(["conv 6x3", "relu", "conv 18x3 groups 6", "sigmoid", "conv 8x1", "relu"], [3, 9, 9], 5, 1),
        ["Grouped"] = () =>
            NetworkFactory.FromLayers(
                ["conv 16x3 pad 1", "tanh", "conv 24x3 groups 4", "batchnorm", "sigmoid", "conv 12x1 groups 2", "relu", "avgpool 2"],
                [2, 10, 10],
                5,
                1
            ),
        ["Sequence"] = () =>
            NetworkFactory.FromLayers(
                ["conv1d 10x3 pad 1", "batchnorm", "sigmoid", "maxpool 2", "conv1d 8x3 stride 2", "tanh", "linear 11", "relu"],
                [2, 20],
                4,
                1
            ),
        ["Table as sequence"] = () =>
            NetworkFactory.FromLayers(["conv1d 6x3", "relu", "conv1d 5x3", "sigmoid", "linear 9", "relu"], [15], 3, 1),
        ["Embedding"] = () => NetworkFactory.FromLayers(["embedding 7x12", "conv1d 9x3", "relu", "globalavgpool"], [10], 3, 1),
        ["Layer norm"] = () => NetworkFactory.FromLayers(["linear 12", "layernorm", "relu", "linear 10", "tanh"], [8], 3, 1),
        ["LSTM"] = () => NetworkFactory.FromLayers(["lstm 9", "linear 6", "relu"], [4, 7], 3, 1),
        ["LSTM reverse"] = () => NetworkFactory.FromLayers(["conv1d 6x3", "sigmoid", "lstm 8 reverse"], [2, 9], 3, 1),
        ["LSTM bidirectional"] = () => NetworkFactory.FromLayers(["lstm 7 bidirectional"], [5, 6], 3, 1),
        ["LSTM stacked"] = () =>
            NetworkFactory.FromLayers(
                ["sequence 6x3", "lstm 8 sequence bidirectional", "lstm 6 sequence reverse", "sigmoid", "conv1d 5x2", "lstm 5"],
                [18],
                3,
                1
            ),
        ["LSTM to GRU"] = () => NetworkFactory.FromLayers(["lstm 10 sequence", "gru 8", "linear 6", "tanh"], [3, 8], 4, 1),
        ["GRU"] = () => NetworkFactory.FromLayers(["gru 9 sequence bidirectional", "batchnorm", "gru 6 reverse"], [4, 6], 3, 1),
        ["GRU reset first"] = GruResetFirst,
        ["LSTM over an image"] = () => NetworkFactory.FromLayers(["conv 4x3", "sigmoid", "lstm 6 sequence", "flatten"], [2, 7, 6], 3, 1),
        ["Embedding to LSTM"] = () => NetworkFactory.FromLayers(["embedding 7x12", "lstm 9 bidirectional"], [10], 3, 1),
        ["Attention"] = () =>
            NetworkFactory.FromLayers(
                ["attention 3x4 residual", "conv1d 6x2", "sigmoid", "attention 2x3 causal", "linear 6", "tanh"],
                [5, 7],
                3,
                1
            ),
        ["Attention in words"] = () => NetworkFactory.FromLayers(["sequence 6x4", "attention 4x2", "gru 5"], [24], 3, 1),
        ["Concat"] = Concat,
        ["Dense block"] = DenseBlock,
        ["Shared weights"] = SharedWeights,
        ["Reshape and transpose"] = ReshapeAndTranspose,
        ["Reshape to image"] = ReshapeToImage,
        ["Squeeze and excite"] = SqueezeAndExcite,
        ["MatMul over tokens"] = MatMulOverTokens,
        ["Constants"] = Constants,
    };

    internal static IEnumerable<string> Names => Builders.Keys;

    /// <summary>Builds a network and makes everything in it random.</summary>
    internal static Graph Build(string name, int seed)
    {
        Graph graph = Builders[name]();
        Randomize(graph, seed);
        return graph;
    }

    /// <summary>Gives every parameter random numbers, statistics too.</summary>
    internal static void Randomize(Graph graph, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            long fanIn = parameter.Shape.Length > 1 ? parameter.ElementCount / parameter.Shape[0] : 1;
            Tensor value = randn(parameter.Shape, generator: generator).div_(Math.Sqrt(fanIn));
            if (!parameter.IsTrainable && parameter.Name.EndsWith("var", StringComparison.Ordinal))
                value = rand(parameter.Shape, generator: generator).add_(0.5);
            parameter.Replace(value);
        }
    }

    internal static Tensor Input(string name, Graph graph, int seed)
    {
        using var generator = new Generator((ulong)seed + 1000, CPU);
        long[] shape = [3, .. graph.InputShape.Select(size => (long)size)];
        return name.StartsWith("Embedding", StringComparison.Ordinal)
            ? randint(0, 7, shape, ScalarType.Float32, generator: generator)
            : randn(shape, generator: generator);
    }

    /// <summary>
    /// Two branches of different width joined along the channels, then normalized and read by a convolution and a linear layer.
    /// </summary>
    private static Graph Concat()
    {
        var builder = new GraphBuilder([2, 8, 8]);
        string stem = builder.Convolution("conv1", new Convolution(6, 3, 3) { Padding = 1 });
        string left = builder.Convolution("left", new Convolution(5, 1, 1));
        builder.ContinueFrom(stem);
        builder.Convolution("right", new Convolution(7, 3, 3) { Padding = 1 });
        string right = builder.Add("sigmoid1", "Sigmoid");
        builder.Add("join", "Concat", NodeAttributes.Empty.With("axis", 1), left, right, stem);
        builder.BatchNormalization("bn1");
        builder.Add("tanh1", "Tanh");
        builder.Convolution("conv2", new Convolution(9, 3, 3) { Stride = 2 });
        builder.Linear("fc1", 4);
        return builder.Build(1);
    }

    /// <summary>The other form of the GRU, which resets the states before they are multiplied.</summary>
    private static Graph GruResetFirst()
    {
        var builder = new GraphBuilder([6, 4]);
        builder.Linear("fc1", 20);
        builder.Add("steps", "Reshape", NodeAttributes.Empty.With("shape", 0, 4, 5));
        builder.Add(
            "gru",
            "GRU",
            NodeAttributes.Empty.With("hidden_size", 7).With("layout", 1).With("output", "Y").With("direction", "bidirectional"),
            builder.Current,
            builder.Parameter("gru", "weight", [2, 21, 5], Initializer.Ones),
            builder.Parameter("gru", "recurrent_weight", [2, 21, 7], Initializer.Ones),
            builder.Parameter("gru", "bias", [2, 42], Initializer.Ones)
        );
        builder.Linear("fc2", 3);
        return builder.Build(1);
    }

    /// <summary>Every layer reads all before it.</summary>
    private static Graph DenseBlock()
    {
        var builder = new GraphBuilder([2, 7, 7]);
        string all = builder.Convolution("conv1", new Convolution(4, 3, 3) { Padding = 1 });
        for (int layer = 2; layer <= 4; layer++)
        {
            builder.ContinueFrom(all);
            builder.BatchNormalization($"bn{layer}");
            builder.Add($"relu{layer}", "Relu");
            string fresh = builder.Convolution($"conv{layer}", new Convolution(3, 3, 3) { Padding = 1 });
            all = builder.Add($"join{layer}", "Concat", NodeAttributes.Empty.With("axis", 1), all, fresh);
        }
        builder.Add("pool", "AveragePool", NodeAttributes.Empty.With("kernel_shape", 2, 2).With("strides", 2, 2));
        builder.Linear("fc", 3);
        return builder.Build(1);
    }

    /// <summary>One weight used twice in a row, and a second pair of branches that share theirs.</summary>
    private static Graph SharedWeights()
    {
        var builder = new GraphBuilder([6]);
        builder.Linear("fc1", 10);
        string hidden = builder.Add("tanh1", "Tanh");
        string weight = builder.Parameter("shared", "weight", [10, 10], Initializer.Ones);
        NodeAttributes transposed = NodeAttributes.Empty.With("transB", 1);
        builder.Add("again1", "Gemm", transposed, hidden, weight);
        string once = builder.Add("sigmoid1", "Sigmoid");
        builder.Add("again2", "Gemm", transposed, once, weight);
        string twice = builder.Add("tanh2", "Tanh");
        builder.Add("sum", "Add", null, once, twice);
        builder.Linear("fc2", 3);
        return builder.Build(1);
    }

    /// <summary>Channels that move to the last axis and back, and spatial axes that are joined.</summary>
    private static Graph ReshapeAndTranspose()
    {
        var builder = new GraphBuilder([2, 6, 6]);
        builder.Convolution("conv1", new Convolution(8, 3, 3));
        builder.Add("sigmoid1", "Sigmoid");
        builder.Add("join", "Reshape", NodeAttributes.Empty.With("shape", 0, 0, -1));
        builder.Add("turn", "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1));
        string weight = builder.Parameter("mix", "weight", [8, 12], Initializer.Ones);
        builder.Add("mix", "MatMul", null, builder.Current, weight);
        builder.Add("tanh1", "Tanh");
        builder.Add("back", "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1));
        builder.Add("image", "Reshape", NodeAttributes.Empty.With("shape", 0, 12, 4, 4));
        builder.BatchNormalization("bn1");
        builder.Convolution("conv2", new Convolution(6, 3, 3));
        builder.Add("columns", "Reshape", NodeAttributes.Empty.With("shape", 0, -1));
        builder.Linear("fc", 3);
        return builder.Build(1);
    }

    /// <summary>A linear layer whose neurons become channels of an image, each a block of pixels.</summary>
    private static Graph ReshapeToImage()
    {
        var builder = new GraphBuilder([5]);
        builder.Linear("fc1", 36);
        builder.Add("sigmoid1", "Sigmoid");
        builder.Add("image", "Reshape", NodeAttributes.Empty.With("shape", -1, 4, 3, 3));
        builder.Convolution("conv1", new Convolution(6, 3, 3) { Padding = 1 });
        builder.Add("relu1", "Relu");
        builder.Linear("fc2", 3);
        return builder.Build(1);
    }

    /// <summary>Channels scaled by a gate that is computed from their means.</summary>
    private static Graph SqueezeAndExcite()
    {
        var builder = new GraphBuilder([2, 8, 8]);
        builder.Convolution("conv1", new Convolution(9, 3, 3));
        string image = builder.BatchNormalization("bn1");
        builder.Add("squeeze", "GlobalAveragePool");
        builder.Convolution("down", new Convolution(4, 1, 1));
        builder.Add("relu1", "Relu");
        builder.Convolution("up", new Convolution(9, 1, 1));
        string gate = builder.Add("gate", "Sigmoid");
        builder.Add("scale", "Mul", null, image, gate);
        builder.Convolution("conv2", new Convolution(5, 3, 3));
        builder.Linear("fc", 3);
        return builder.Build(1);
    }

    /// <summary>Weights without transposition: a mixer over tokens, and Gemm with transB = 0.</summary>
    private static Graph MatMulOverTokens()
    {
        var builder = new GraphBuilder([4, 6]);
        builder.Add("turn", "Transpose", NodeAttributes.Empty.With("perm", 0, 2, 1));
        builder.Add("mix1", "MatMul", null, builder.Current, builder.Parameter("mix1", "weight", [4, 10], Initializer.Ones));
        builder.Add("bias1", "Add", null, builder.Current, builder.Parameter("bias1", "bias", [10], Initializer.Ones));
        builder.Add("sigmoid1", "Sigmoid");
        builder.Add("mix2", "MatMul", null, builder.Current, builder.Parameter("mix2", "weight", [10, 7], Initializer.Ones));
        builder.Add("tanh1", "Tanh");
        builder.Add("columns", "Flatten");
        builder.Add(
            "fc",
            "Gemm",
            NodeAttributes.Empty,
            builder.Current,
            builder.Parameter("fc", "weight", [42, 8], Initializer.Ones),
            builder.Parameter("fc", "bias", [8], Initializer.Ones)
        );
        builder.Add("relu1", "Relu");
        builder.Linear("out", 3);
        return builder.Build(1);
    }

    /// <summary>Constants of several shapes that are added and multiplied.</summary>
    private static Graph Constants()
    {
        var builder = new GraphBuilder([2, 6, 6]);
        builder.Convolution("conv1", new Convolution(6, 3, 3));
        builder.Add("shift", "Add", null, builder.Current, builder.Parameter("shift", "value", [6, 1, 1], Initializer.Ones));
        builder.Add("grow", "Mul", null, builder.Current, builder.Parameter("grow", "value", [1], Initializer.Ones));
        builder.Add("tilt", "Add", null, builder.Parameter("tilt", "value", [1, 6, 4, 4], Initializer.Ones), builder.Current);
        builder.Add("column", "Mul", null, builder.Current, builder.Parameter("column", "value", [4], Initializer.Ones));
        builder.Convolution("conv2", new Convolution(7, 3, 3));
        builder.Add("same", "Identity");
        builder.Linear("fc", 3);
        return builder.Build(1);
    }
}
