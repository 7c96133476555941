using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

public sealed class UnitGroupTests
{
    [Fact]
    public void A_convolutions_unit_is_its_filter_its_bias_and_the_columns_that_read_it_after_flattening()
    {
        using Graph graph = NetworkFactory.FromPreset("LeNet5", [1, 28, 28], 10, 1);

        IReadOnlyList<UnitGroup> groups = UnitGroups.Of(graph);

        Assert.Equal(["conv1", "conv2", "fc1", "fc2"], groups.Select(group => group.Name));
        Assert.Equal([20, 50, 500, 10], groups.Select(group => group.Units.Count));
        Assert.Equal([null, null, null, "the network's output"], groups.Select(group => group.FixedReason));
        PruningUnit unit = groups[1].Units[3];
        Assert.Equal([new ParameterSlice("conv2.weight", 0, 3, SliceRole.Producer)], unit.Producers);
        Assert.Equal(
            Enumerable.Range(3 * 16, 16).Select(column => new ParameterSlice("fc1.weight", 1, column, SliceRole.Consumer)),
            unit.Consumers
        );
        Assert.Contains(new ParameterSlice("conv2.bias", 0, 3, SliceRole.Companion), unit.Slices);
        Assert.Equal(1 + 16 + 1, unit.Slices.Count);
    }

    [Fact]
    public void The_channels_of_a_residual_stage_are_one_group_and_every_block_has_one_of_its_own()
    {
        using Graph graph = NetworkFactory.FromPreset("ResNet20", [3, 32, 32], 10, 1);

        UnitGroup[] groups = [.. UnitGroups.Of(graph)];

        Assert.Equal(3 + 9 + 1, groups.Length);
        Assert.Equal(["conv1", "block1_1_conv2", "block1_2_conv2", "block1_3_conv2"], groups[0].Layers);
        Assert.Equal("conv1 and 3 more", groups[0].Name);
        UnitGroup third = Assert.Single(groups, group => group.Layers.Contains("block3_1_shortcut"));
        Assert.Equal(["block3_1_conv2", "block3_1_shortcut", "block3_2_conv2", "block3_3_conv2"], third.Layers);
        Assert.Equal(64, third.Units.Count);
        Assert.All(groups.Where(group => group.Layers.Count == 1 && group.FixedReason is null), group =>
            Assert.EndsWith("conv1", group.Name)
        );
    }

    [Fact]
    public void Channels_that_a_layer_computes_with_together_must_stay()
    {
        using Graph graph = StructureNets.Build("Layer norm", 1);

        IReadOnlyList<UnitGroup> groups = UnitGroups.Of(graph);

        Assert.Contains("ln1", groups[0].FixedReason);
        Assert.Null(groups[1].FixedReason);
    }

    [Theory]
    [InlineData("Depthwise multiplier", "conv1", 6)]
    [InlineData("Grouped", "conv1", 4)]
    [InlineData("Concat", "left", 5)]
    [InlineData("Reshape to image", "fc1", 4)]
    public void Coupled_channels_are_one_unit(string network, string layer, int units)
    {
        using Graph graph = StructureNets.Build(network, 1);

        UnitGroup group = UnitGroups.Of(graph).First(group => group.Layers.Contains(layer));

        Assert.Equal(units, group.Units.Count);
        Assert.Null(group.FixedReason);
    }
}
