using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Inference;

public sealed class LaneProgramTests
{
    private static readonly int[] BatchSizes = [1, 17, 64, 97];

    public static TheoryData<string, double> Networks
    {
        get
        {
            var data = new TheoryData<string, double>();
            foreach (string name in StructureNets.Names)
            {
                data.Add(name, 0);
                data.Add(name, 0.9);
            }
            return data;
        }
    }

    [Theory]
    [InlineData(3, 2, 3)]
    [InlineData(3, 3, 2)]
    [InlineData(-1, 3, 3)]
    public void Memory_that_does_not_hold_the_rows_is_refused(int rows, int givenInputs, int givenOutputs)
    {
        using Graph graph = StructureNets.Build("LeNet5", 1);
        LaneProgram program = LaneCompiler.Compile(graph)!;
        int inputs = graph.InputShape.Aggregate(1, (product, size) => product * size),
            outputs = (int)graph.InferShapes()[graph.OutputName][1..].Aggregate(1L, (product, size) => product * size);

        Assert.Throws<ArgumentOutOfRangeException>(() =>
            program.Run(new float[givenInputs * inputs], rows, new float[givenOutputs * outputs], 1)
        );
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_kernels_compute_what_libtorch_computes(string name, double zeros)
    {
        using Graph graph = StructureNets.Build(name, 3);
        Thin(graph, zeros, 3);
        bool isTranslated = AssertSame(graph, 3);
        Assert.True(
            isTranslated
                || name
                    is not (
                        "ResNet20"
                        or "Vgg"
                        or "ConvNet"
                        or "LeNet5"
                        or "Grouped"
                        or "Shared weights"
                        or "Depthwise separable"
                        or "Concat"
                        or "Dense block"
                        or "Sequence"
                    ),
            "not translated"
        );
    }

    [Fact]
    public void The_kernels_compute_networks_that_nobody_thought_of()
    {
        int translated = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            using Graph graph = RandomNetworkTests.RandomGraph(seed);
            StructureNets.Randomize(graph, seed);
            Thin(graph, seed % 3 * 0.45, seed);
            translated += AssertSame(graph, seed) ? 1 : 0;
        }
        Assert.InRange(translated, 12, 60);
    }

    [Theory]
    [InlineData("LeNet5")]
    [InlineData("ResNet20")]
    [InlineData("Shared weights")]
    public void Layers_of_zeros_and_outputs_without_weights_give_their_bias(string name)
    {
        using Graph graph = StructureNets.Build(name, 4);
        using (NewDisposeScope())
        using (no_grad())
        {
            bool isWhole = false;
            foreach ((_, GraphParameter weight) in graph.PrunableWeights())
            {
                // Every other layer loses all but one output, the next one all.
                if (isWhole)
                    weight.Value.zero_();
                else
                    weight.Value.narrow(0, 1, weight.Shape[0] - 1).zero_();
                isWhole = !isWhole;
            }
        }

        Assert.True(AssertSame(graph, 4));
    }

    internal static void Thin(Graph graph, double zeros, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach ((_, GraphParameter weight) in graph.PrunableWeights())
            weight.Value.mul_(rand(weight.Shape, generator: generator).ge(zeros).to_type(ScalarType.Float32));
    }

    private static bool AssertSame(Graph graph, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph folded = BatchNormFolding.Fold(graph);
        if (LaneCompiler.Compile(folded) is not { } program)
            return false;
        foreach (int rows in BatchSizes)
        {
            using var generator = new Generator((ulong)seed, CPU);
            Tensor input = randn([rows, .. graph.InputShape.Select(size => (long)size)], generator: generator);
            float[] inputs = input.data<float>().ToArray(),
                expected = StructureRemovalTests.Run(graph, input);
            for (int threads = 1; threads <= 3; threads += 2)
            {
                float[] actual = new float[expected.Length];
                program.Run(inputs, rows, actual, threads);
                BatchNormFoldingTests.AssertSame(expected, actual);
            }
            if (!program.TakesSingleRows)
                continue;
            float[] singly = new float[expected.Length];
            program.RunRows(inputs, rows, singly);
            BatchNormFoldingTests.AssertSame(expected, singly);
        }
        return true;
    }
}
