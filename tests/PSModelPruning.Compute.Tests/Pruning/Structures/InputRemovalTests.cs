using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

public sealed class InputRemovalTests
{
    [Theory]
    [InlineData("Mlp", 1)]
    [InlineData("Linear", 0)]
    public void A_table_network_without_some_inputs_computes_what_it_did_with_zeros_there(string preset, int seed)
    {
        AssertSameAsZeros(() => NetworkFactory.FromPreset(preset, [9], 3, seed), [0, 2, 3, 8]);
    }

    [Fact]
    public void A_network_that_flattens_images_takes_the_pixels_that_stay_as_a_row()
    {
        AssertSameAsZeros(() => NetworkFactory.FromLayers(["linear 7", "sigmoid"], [2, 3, 3], 3, 1), [1, 5, 9, 10, 17]);
    }

    [Fact]
    public void Inputs_that_are_normalized_first_go_together_with_their_statistics()
    {
        AssertSameAsZeros(() => NetworkFactory.FromLayers(["batchnorm", "linear 7", "relu"], [6], 3, 1), [1, 4]);
    }

    [Theory]
    [InlineData("ConvNet", 1, 8, 8)]
    [InlineData("ResNet20", 3, 8, 8)]
    public void A_network_that_reads_images_is_refused(string preset, int channels, int height, int width)
    {
        using Graph graph = NetworkFactory.FromPreset(preset, [channels, height, width], 3, 1);

        ComputeException error = Assert.Throws<ComputeException>(() => StructureRemoval.RemoveInputs(graph, [0, 1]));

        Assert.Equal("FeatureRemovalUnsupported", error.ErrorId);
        Assert.Contains("conv1", error.Message);
    }

    [Fact]
    public void A_network_that_looks_its_inputs_up_or_slides_over_them_is_refused()
    {
        using Graph embedding = NetworkFactory.FromLayers(["embedding 5x4", "linear 3"], [6], 2, 1);
        using Graph sequence = NetworkFactory.FromLayers(["conv1d 4x3", "relu"], [6], 2, 1);

        Assert.Equal(
            "FeatureRemovalUnsupported",
            Assert.Throws<ComputeException>(() => StructureRemoval.RemoveInputs(embedding, [0, 1])).ErrorId
        );
        Assert.Equal(
            "FeatureRemovalUnsupported",
            Assert.Throws<ComputeException>(() => StructureRemoval.RemoveInputs(sequence, [0, 1, 2, 3])).ErrorId
        );
    }

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1, 1 })]
    [InlineData(new[] { 3, 2 })]
    [InlineData(new[] { 0, 9 })]
    [InlineData(new[] { -1, 2 })]
    public void Inputs_that_are_not_there_or_not_ascending_are_refused(int[] kept)
    {
        using Graph graph = NetworkFactory.FromPreset("Linear", [9], 3, 1);

        Assert.Equal("FeatureRemovalInvalid", Assert.Throws<ComputeException>(() => StructureRemoval.RemoveInputs(graph, kept)).ErrorId);
    }

    private static void AssertSameAsZeros(Func<Graph> build, int[] kept)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = build();
        int count = graph.InputShape.Aggregate(1, (a, b) => a * b);
        Tensor rows = SeededTensors.Normal(1, [4, count]);
        Tensor index = tensor(kept.Select(i => (long)i).ToArray());
        Tensor zeroed = zeros_like(rows).index_copy_(1, index, rows.index_select(1, index));

        using Graph smaller = StructureRemoval.RemoveInputs(graph, kept);

        Assert.Equal([kept.Length], smaller.InputShape);
        float[] expected = StructureRemovalTests.Run(graph, zeroed.reshape([4, .. graph.InputShape.Select(size => (long)size)]));
        Assert.True(StructureRemovalTests.Distance(expected, StructureRemovalTests.Run(smaller, rows.index_select(1, index))) <= 1e-5);
    }
}
