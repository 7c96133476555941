using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class GranularityTests
{
    [Theory]
    [InlineData("2:4", "Magnitude", "OneShot")]
    [InlineData("1:3", "Wanda", "Iterative")]
    [InlineData("4:8", "Taylor", "Gradual")]
    [InlineData("2:4", "SparseGpt", "OneShot")]
    [InlineData("2:4", "OptimalBrainSurgeon", "Gradual")]
    public void Of_every_group_of_neighbouring_weights_only_so_many_are_left(string pattern, string method, string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([24]), epochs: 2);
        int kept = pattern[0] - '0',
            of = pattern[2] - '0';

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0, method, "", schedule, epochs: 2).WithNetwork(network => network with { Pattern = pattern }) with
            {
                Target = new PruningTarget(),
            }
        );

        Assert.Equal("Pattern", pruned.Pruning!.Granularity);
        foreach ((_, GraphParameter weight) in pruned.Graph.PrunableWeights())
        {
            foreach (float[] row in weight.Value.data<float>().ToArray().Chunk((int)weight.Shape[1]))
                Assert.All(row.Chunk(of), group => Assert.Equal(Math.Min(kept, group.Length), group.Count(w => w != 0)));
        }
    }

    [Fact]
    public void The_smallest_of_every_group_go_and_windows_of_a_filter_are_one_row()
    {
        Dataset data = PruningFixture.Blobs([2, 6, 6]);
        using NetworkModel model = PruningFixture.Train(NetworkFactory.FromLayers(["conv 3x3", "relu"], [2, 6, 6], 3, 1), data, 0);
        float[] before = model.Graph.Parameters["conv1.weight"].Value.data<float>().ToArray();

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0, granularity: "Pattern") with
            {
                Target = new PruningTarget(),
            }
        );

        // 18 weights a filter: four groups of four, and a rest of two that stays.
        float[] expected =
        [
            .. before
                .Chunk(18)
                .SelectMany(filter =>
                    filter
                        .Chunk(4)
                        .SelectMany(group => group.Select(w => group.Count(other => MathF.Abs(other) > MathF.Abs(w)) < 2 ? w : 0))
                ),
        ];
        Assert.Equal(expected, pruned.Graph.Parameters["conv1.weight"].Value.data<float>().ToArray());
    }

    [Fact]
    public void Half_of_a_pattern_keeps_the_pattern_as_its_bound()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([24]));

        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.3, granularity: "Pattern"));

        Assert.Equal(0.3, pruned.Pruning!.Sparsity, 2);
        Assert.All(pruned.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray().Chunk(4), group =>
            Assert.InRange(group.Count(w => w == 0), 0, 2)
        );
        Assert.Equal(
            "SparsityNotReachable",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.6, granularity: "Pattern"))).ErrorId
        );
    }

    [Theory]
    [InlineData("Magnitude", "OneShot", 4, 4)]
    [InlineData("Fisher", "Gradual", 1, 8)]
    [InlineData("Wanda", "Iterative", 3, 5)]
    [InlineData("OptimalBrainSurgeon", "OneShot", 2, 2)]
    public void Blocks_go_as_wholes(string method, string schedule, int outputs, int inputs)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([24]), epochs: 2);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.6, method, "", schedule, epochs: 2)
                .WithNetwork(network => network with { BlockSize = [outputs, inputs] })
        );

        Assert.Equal("Block", pruned.Pruning!.Granularity);
        Assert.InRange(pruned.Pruning.Sparsity, 0.58, 0.62);
        foreach ((_, GraphParameter weight) in pruned.Graph.PrunableWeights())
        {
            float[][] rows = [.. weight.Value.data<float>().ToArray().Chunk((int)weight.Shape[1])];
            for (int top = 0; top < rows.Length; top += outputs)
            {
                for (int left = 0; left < rows[0].Length; left += inputs)
                {
                    float[] block = [.. rows.Skip(top).Take(outputs).SelectMany(row => row.Skip(left).Take(inputs))];
                    Assert.True(
                        block.All(w => w == 0) || block.All(w => w != 0),
                        $"A block of {weight.Name} at {top}, {left} is in pieces."
                    );
                }
            }
        }
    }

    [Fact]
    public void The_blocks_with_the_least_mean_go_and_every_layer_keeps_one()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([8]), 0, 4);
        float[] before = model.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        float[] means = [.. Enumerable.Range(0, 8).Select(block => Block(before, block).Average(MathF.Abs))];

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.5)
                .WithNetwork(network => network with { BlockSize = [2], Granularity = "Block", Scope = PruningScope.Layer })
        );
        using NetworkModel most = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8).WithNetwork(network => network with { BlockSize = [2], Granularity = "Block" })
        );

        float[] after = pruned.Graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
        Assert.Equal(
            Enumerable.Range(0, 8).OrderBy(block => means[block]).Take(4).Order(),
            Enumerable.Range(0, 8).Where(block => Block(after, block).All(w => w == 0))
        );
        Assert.All(most.Pruning!.Layers, layer => Assert.True(layer.Kept > 0));

        static IEnumerable<float> Block(float[] weight, int block)
        {
            int top = block / 4 * 2,
                left = block % 4 * 2;
            return [weight[top * 8 + left], weight[top * 8 + left + 1], weight[(top + 1) * 8 + left], weight[(top + 1) * 8 + left + 1]];
        }
    }

    [Fact]
    public void Mistakes_are_named()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([8]));
        string Id(PruningOptions options) => Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options)).ErrorId;
        PruningOptions pattern = PruningFixture.Options(0, granularity: "") with { Target = new PruningTarget() };

        Assert.All(["2", "4:2", "0:4", "a:b", "2:4:8", "2:2"], text =>
            Assert.Equal("PatternInvalid", Id(pattern.WithNetwork(network => network with { Pattern = text })))
        );
        Assert.Equal(
            "BlockSizeInvalid",
            Id(PruningFixture.Options(0.5, granularity: "").WithNetwork(network => network with { BlockSize = [2, 2, 2] }))
        );
        Assert.Equal(
            "ParameterNotForGranularity",
            Id(PruningFixture.Options(0.5, granularity: "Channel").WithNetwork(network => network with { Pattern = "2:4" }))
        );
        Assert.Equal("PruningTargetMissing", Id(PruningFixture.Options(0, granularity: "Block") with { Target = new PruningTarget() }));
    }
}
