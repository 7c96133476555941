using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

public sealed class NetworkBlockTests
{
    [Fact]
    public void ResNet20_has_nine_blocks_and_its_projections_are_not_among_them()
    {
        using Graph graph = NetworkFactory.FromPreset("ResNet20", [3, 16, 16], 10, 1);

        IReadOnlyList<NetworkBlock> blocks = NetworkBlocks.Of(graph);

        Assert.Equal(
            [.. from stage in new[] { 1, 2, 3 } from block in new[] { 1, 2, 3 } select $"block{stage}_{block}_add"],
            blocks.Select(block => block.Name)
        );
        Assert.All(blocks, block => Assert.True(block.IsResidual));
        Assert.Equal(["block2_1_conv1", "block2_1_bn1", "block2_1_relu1", "block2_1_conv2", "block2_1_bn2"], blocks[3].Nodes);
        Assert.Equal("block2_1_shortcut_bn", blocks[3].Input);
        Assert.Equal(["block1_1_conv1.weight", "block1_1_conv2.weight"], blocks[0].Weights);
    }

    public static TheoryData<string, int> Residual =>
        [.. from name in new[] { "ResNet20", "random" } from seed in new[] { 1, 2, 3, 4 } select (name, seed)];

    [Theory]
    [MemberData(nameof(Residual))]
    public void A_network_whose_branches_are_multiplied_by_zero_equals_the_one_without_them(string name, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = name == "random" ? RandomResidual(seed) : StructureNets.Build(name, seed);
        if (name == "random")
            StructureNets.Randomize(graph, seed);
        Tensor input = StructureNets.Input(name, graph, seed);
        NetworkBlock[] blocks = [.. NetworkBlocks.Of(graph).Where(block => block.IsResidual)];
        new Random(seed).Shuffle(blocks);
        NetworkBlock[] first = blocks[..(blocks.Length / 2 + 1)],
            second = blocks[(blocks.Length / 2 + 1)..];

        using Graph masked = BlockRemoval.Masked(graph, first);
        using Graph all = BlockRemoval.Masked(graph, blocks);
        using Graph removed = graph.Clone();
        BlockRemoval.Remove(removed, first);
        float[] once = StructureRemovalTests.Run(removed, input),
            before = StructureRemovalTests.Run(graph, input);
        int parameters = removed.Parameters.Count;
        BlockRemoval.Remove(removed, second);

        Assert.True(StructureRemovalTests.Distance(before, once) > 1e-4);
        Assert.True(StructureRemovalTests.Distance(StructureRemovalTests.Run(masked, input), once) <= 1e-5);
        Assert.True(
            StructureRemovalTests.Distance(StructureRemovalTests.Run(all, input), StructureRemovalTests.Run(removed, input)) <= 1e-5
        );
        Assert.Equal(blocks.Length, BlockRemoval.Count(removed));
        Assert.True(parameters < graph.Parameters.Count);
        Assert.All(removed.Parameters.Keys, parameter => Assert.Contains(removed.Nodes, node => node.Inputs.Contains(parameter)));
    }

    [Fact]
    public void A_layer_of_equal_input_and_output_goes_with_its_normalization_and_activation()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = NetworkFactory.FromLayers(
            ["linear 8", "relu", "linear 8", "batchnorm", "tanh", "dropout", "linear 5"],
            [6],
            5,
            1
        );
        StructureNets.Randomize(graph, 1);

        NetworkBlock block = Assert.Single(NetworkBlocks.Of(graph));
        Assert.Equal(("fc2", "relu1"), (block.Name, block.Input));
        Assert.Equal(["fc2", "bn1", "tanh1", "dropout1"], block.Nodes);
        using Graph shorter = NetworkFactory.FromLayers(["linear 8", "relu", "linear 5"], [6], 5, 1);
        foreach ((string from, string to) in new[] { ("fc1", "fc1"), ("fc3", "fc2"), ("fc4", "fc3") })
        {
            foreach (string role in new[] { "weight", "bias" })
                shorter.Parameters[$"{to}.{role}"].Replace(graph.Parameters[$"{from}.{role}"].Value.clone());
        }
        BlockRemoval.Remove(graph, [block]);

        Tensor input = SeededTensors.Normal(1, [4, 6]);
        Assert.Equal(StructureRemovalTests.Run(shorter, input), StructureRemovalTests.Run(graph, input));
        Assert.Equal("Identity", graph.Nodes.First(node => node.Name == "fc2").OperatorType);
        Assert.DoesNotContain("fc2.weight", graph.Parameters.Keys);
    }

    [Fact]
    public void A_branch_that_something_else_reads_and_parts_of_attention_stay()
    {
        using Graph dense = StructureNets.Build("Dense block", 1);
        using Graph attention = NetworkFactory.FromLayers(["attention 2x4 residual", "attention 2x4"], [8, 5], 3, 1);
        using Graph shared = StructureNets.Build("Shared weights", 1);

        Assert.Empty(NetworkBlocks.Of(dense));
        Assert.Equal("attention1_add", Assert.Single(NetworkBlocks.Of(attention)).Name);
        Assert.DoesNotContain(NetworkBlocks.Of(shared), block =>
            block.Nodes.Contains("again1") && block.IsResidual && block.Nodes.Count > 2
        );
    }

    /// <summary>Connections of random depth, with and without projection, some around others.</summary>
    internal static Graph RandomResidual(int seed)
    {
        var random = new Random(seed);
        var builder = new GraphBuilder([3, 6, 6]);
        builder.Convolution("conv1", new Convolution(6, 3, 3) { Padding = 1 });
        for (int block = 1; block <= 5; block++)
        {
            string start = builder.Current;
            int channels = random.Next(2) == 0 ? (int)builder.Shape[1] : random.Next(4, 9);
            bool projects = channels != builder.Shape[1] || random.Next(3) == 0;
            for (int layer = 1, depth = random.Next(2, 4); layer <= depth; layer++)
            {
                builder.Convolution(
                    $"b{block}_conv{layer}",
                    new Convolution(layer == depth ? channels : random.Next(3, 8), 3, 3) { Padding = 1 }
                );
                if (random.Next(2) == 0)
                    builder.BatchNormalization($"b{block}_bn{layer}");
                builder.Add($"b{block}_act{layer}", random.Next(2) == 0 ? "Sigmoid" : "Relu");
            }
            string branch = builder.Current,
                shortcut = start;
            if (projects)
            {
                builder.ContinueFrom(start);
                shortcut = builder.Convolution($"b{block}_shortcut", new Convolution(channels, 1, 1));
            }
            builder.Add($"b{block}_add", "Add", null, random.Next(2) == 0 ? [branch, shortcut] : [shortcut, branch]);
        }
        builder.Linear("fc", 3);
        return builder.Build(seed);
    }
}
