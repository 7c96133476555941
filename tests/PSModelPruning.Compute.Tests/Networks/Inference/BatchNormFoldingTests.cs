using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Tests.Networks.Operators;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Inference;

public sealed class BatchNormFoldingTests
{
    public static TheoryData<string> Networks => [.. StructureNets.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Folding_changes_no_output_and_not_its_input(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = StructureNets.Build(name, 5);
        Tensor input = StructureNets.Input(name, graph, 5);
        float[] before = StructureRemovalTests.Run(graph, input);
        string[] nodes = [.. graph.Nodes.Select(node => $"{node.Name} {node.OperatorType}")];

        using Graph folded = BatchNormFolding.Fold(graph);

        AssertSame(before, StructureRemovalTests.Run(folded, input));
        Assert.Equal(before, StructureRemovalTests.Run(graph, input));
        Assert.Equal(nodes, graph.Nodes.Select(node => $"{node.Name} {node.OperatorType}"));
        if (name is "ResNet20" or "Vgg" or "Depthwise separable" or "Sequence")
            Assert.DoesNotContain(folded.Nodes, node => node.OperatorType == "BatchNormalization");
    }

    [Fact]
    public void Folding_changes_no_output_of_networks_that_nobody_thought_of()
    {
        int folded = 0,
            all = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            using Graph graph = RandomNetworkTests.RandomGraph(seed);
            StructureNets.Randomize(graph, seed);
            Tensor input = SeededTensors.Normal(1, [2, .. graph.InputShape.Select(size => (long)size)]);

            using Graph without = BatchNormFolding.Fold(graph);

            AssertSame(StructureRemovalTests.Run(graph, input), StructureRemovalTests.Run(without, input));
            folded += graph.Nodes.Count(IsNormalization) - without.Nodes.Count(IsNormalization);
            all += graph.Nodes.Count(IsNormalization);
        }
        Assert.InRange(folded, all / 3, all - 1);
    }

    [Theory]
    [InlineData(true, 1.5, 0.5)]
    [InlineData(false, 1.0, 2.0)]
    [InlineData(true, 1.0, 0.0)]
    public void Linear_layers_are_folded_in_both_layouts_with_their_factors(bool isTransposed, double alpha, double beta)
    {
        using DisposeScope scope = NewDisposeScope();
        var builder = new GraphBuilder([6]);
        NodeAttributes attributes = NodeAttributes.Empty.With("transB", isTransposed ? 1 : 0).With("alpha", alpha).With("beta", beta);
        builder.Add(
            "fc",
            "Gemm",
            attributes,
            builder.Current,
            builder.Parameter("fc", "weight", isTransposed ? [5, 6] : [6, 5], Initializer.Ones),
            builder.Parameter("fc", "bias", [5], Initializer.Ones)
        );
        builder.BatchNormalization("bn1");
        builder.BatchNormalization("bn2");
        builder.Add("mix", "MatMul", null, builder.Current, builder.Parameter("mix", "weight", [5, 4], Initializer.Ones));
        builder.BatchNormalization("bn3");
        builder.Add("mix2", "MatMul", null, builder.Current, builder.Parameter("mix2", "weight", [4, 3], Initializer.Ones));
        builder.Add("plus", "Add", null, builder.Parameter("plus", "bias", [3], Initializer.Ones), builder.Current);
        builder.BatchNormalization("bn4");

        AssertFolds(builder, 7, 0);
    }

    [Fact]
    public void What_somebody_else_reads_is_not_folded_and_shared_weights_are_told_apart()
    {
        using DisposeScope scope = NewDisposeScope();
        var builder = new GraphBuilder([4, 5, 5]);
        string weight = builder.Parameter("shared", "weight", [4, 4, 1, 1], Initializer.Ones);
        builder.Add("a", "Conv", null, builder.Current, weight);
        builder.BatchNormalization("bn1");
        string first = builder.Add("relu1", "Relu");
        string read = builder.Add("b", "Conv", null, first, weight);
        string normalized = builder.BatchNormalization("bn2");
        builder.Add("sum", "Add", null, read, normalized);
        builder.Linear("fc", 3);

        using Graph folded = AssertFolds(builder, 8, 1);

        Assert.Contains("shared.weight", folded.Parameters.Keys);
        Assert.Contains("a.weight", folded.Parameters.Keys);
        Assert.Equal(["a", "relu1", "b", "bn2", "sum", "flatten1", "fc"], folded.Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Masks_and_zeros_stay_and_no_tensor_is_left()
    {
        using Graph graph = StructureNets.Build("Vgg", 2);
        GraphParameter weight = graph.Parameters["conv2.weight"];
        using (NewDisposeScope())
        {
            Tensor mask = SeededTensors.Uniform(2, weight.Shape).gt(0.7).to_type(ScalarType.Float32);
            weight.SetMask(mask);
            weight.ApplyMask();
        }
        long live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (Graph folded = BatchNormFolding.Fold(graph))
        using (NewDisposeScope())
        {
            GraphParameter scaled = folded.Parameters["conv2.weight"];
            Assert.NotNull(scaled.Mask);
            Assert.Equal(weight.Value.Floats().Select(number => number == 0), scaled.Value.Floats().Select(number => number == 0));
            Assert.NotEqual(weight.Value.Floats(), scaled.Value.Floats());
        }

        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static Graph AssertFolds(GraphBuilder builder, int seed, int left)
    {
        using Graph graph = builder.Build(seed);
        StructureNets.Randomize(graph, seed);
        using Tensor input = SeededTensors.Normal(3, [3, .. graph.InputShape.Select(size => (long)size)]);
        Graph folded = BatchNormFolding.Fold(graph);
        AssertSame(StructureRemovalTests.Run(graph, input), StructureRemovalTests.Run(folded, input));
        Assert.Equal(left, folded.Nodes.Count(IsNormalization));
        return folded;
    }

    private static bool IsNormalization(Node node) => node.OperatorType == "BatchNormalization";

    /// <summary>Within 1e-5 of the greatest output: deep networks of random weights give numbers of any size.</summary>
    internal static void AssertSame(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double size = Math.Max(1e-3, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-5 * size, $"output {i}: {expected[i]} expected, {actual[i]} found");
    }
}
