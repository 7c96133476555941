using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

/// <summary>What a pruning says is gone is what the shapes of the network say, whatever is coupled to what.</summary>
public sealed class CoupledCountTests
{
    [Fact]
    public void The_report_of_a_random_network_says_what_its_shapes_say()
    {
        for (int seed = 0; seed < 12; seed++)
        {
            Graph graph = RandomNetworkTests.RandomGraph(seed);
            StructureNets.Randomize(graph, seed);
            Check(graph, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(4, 8, 4)]
    [InlineData(8, 8, 8)]
    [InlineData(8, 16, 8)]
    [InlineData(8, 8, 4)]
    [InlineData(8, 16, 4)]
    [InlineData(6, 6, 2)]
    [InlineData(1, 4, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 2, 2)]
    public void Convolutions_in_groups_are_counted_by_what_goes_together(int before, int filters, int groups)
    {
        var builder = new GraphBuilder([3, 8, 8]);
        builder.Convolution("first", new Convolution(before, 3, 3) { Padding = 1 });
        builder.Add("relu", "Relu");
        builder.Convolution("grouped", new Convolution(filters, 3, 3) { Padding = 1, Groups = groups });
        builder.Add("relu2", "Relu");
        builder.Convolution("last", new Convolution(8, 1, 1));
        builder.Add("pool", "GlobalAveragePool");
        builder.Linear("out", 3);
        Check(builder.Build(1), $"{before} to {filters} in {groups}");
    }

    [Fact]
    public void A_depthwise_layer_of_one_channel_is_counted_as_before()
    {
        // All but one channel of the depthwise layer go at first; later its one group is still one unit.
        var builder = new GraphBuilder([3, 8, 8]);
        builder.Convolution("first", new Convolution(4, 3, 3) { Padding = 1 });
        builder.Convolution("depthwise", new Convolution(8, 3, 3) { Padding = 1, Groups = 4 });
        builder.Add("pool", "GlobalAveragePool");
        builder.Linear("out", 3);
        Dataset data = PruningFixture.Blobs([3, 8, 8]);
        NetworkModel model = PruningFixture.Model(builder.Build(1), data);
        NetworkModel once = PruningFixture.Prune(model, PruningFixture.Options(0.75, granularity: "Channel"));
        Assert.Equal(0.75, once.Pruning!.Sparsity, 6);
        NetworkModel again = PruningFixture.Prune(once, PruningFixture.Options(0.75, granularity: "Channel"));
        Assert.Equal(0.75, again.Pruning!.Sparsity, 6);
        Assert.Equal([2L, 1, 3, 3], again.Graph.Parameters["depthwise.weight"].Shape);
        using NetworkModel read = (NetworkModel)Storage.Samples.Load(Storage.Samples.Save(once));
        Assert.Equal(Groups(once.Graph), Groups(read.Graph));
    }

    private static void Check(Graph graph, string what)
    {
        Dataset data = PruningFixture.Blobs([3, 8, 8], training: 12, validation: 6);
        NetworkModel model = PruningFixture.Model(graph, data);
        UnitGroup[] groups = [.. UnitGroups.Of(model.Graph).Where(group => group.FixedReason is null)];
        long original = groups.Sum(group => group.Units.Count);
        foreach (string scope in new[] { "Global", "Layer" })
        {
            foreach (double sparsity in new[] { 0.25, 0.5, 0.8 })
            {
                if (sparsity * original > groups.Sum(group => group.Units.Count - 1))
                    continue;
                var monitor = new CollectingMonitor();
                NetworkModel oneShot = Prune(model, sparsity, scope, "OneShot", monitor),
                    iterative = Prune(model, sparsity, scope, "Iterative", monitor),
                    twice = Prune(Prune(model, sparsity / 2, scope, "OneShot", monitor), sparsity, scope, "OneShot", monitor);
                foreach (NetworkModel pruned in new[] { oneShot, iterative, twice })
                {
                    double gone = 1 - Kept(model.Graph, pruned.Graph, groups) / (double)original;
                    Assert.True(
                        Math.Abs(gone - pruned.Pruning!.Sparsity) < 1e-6,
                        $"{what}, {scope}, {sparsity}: {pruned.Pruning.Sparsity} is said, {gone} is gone"
                    );
                }
                Assert.True(
                    oneShot.Pruning!.Sparsity == iterative.Pruning!.Sparsity && oneShot.Pruning.Sparsity == twice.Pruning!.Sparsity,
                    $"{what}, {scope}, {sparsity}: {oneShot.Pruning.Sparsity}, {iterative.Pruning.Sparsity}, {twice.Pruning!.Sparsity}"
                );
                long wanted = (long)Rounding.ToCount(sparsity, original);
                if (scope == "Global")
                    Assert.Equal(wanted, Math.Round(oneShot.Pruning.Sparsity * original));
                if (Math.Abs(oneShot.Pruning.Sparsity - sparsity) < 0.01)
                    Assert.DoesNotContain(monitor.Warnings, warning => warning.Contains($"instead of {sparsity:P1}"));
            }
        }
    }

    /// <summary>The units that are left of each group, by the length of an axis that they all have a part in.</summary>
    private static long Kept(Graph before, Graph after, IReadOnlyList<UnitGroup> groups)
    {
        // A parameter's axis may be shared by several groups: its entries are counted once for each group that owns all of a unit.
        long kept = 0;
        foreach (UnitGroup group in groups)
        {
            ParameterSlice slice = group.Units[0].Producers[0];
            long whole = before.Parameters[slice.Parameter].Shape[slice.Axis];
            int perUnit = group.Units[0].Slices.Count(other => other.Parameter == slice.Parameter && other.Axis == slice.Axis);
            if (perUnit * group.Units.Count == whole)
                kept += after.Parameters[slice.Parameter].Shape[slice.Axis] / perUnit;
            else
                throw new InvalidOperationException($"{group.Name} shares {slice.Parameter}");
        }
        return kept;
    }

    private static string[] Groups(Graph graph) => [.. UnitGroups.Of(graph).Select(group => $"{group.Name} {group.Units.Count}")];

    private static NetworkModel Prune(NetworkModel model, double sparsity, string scope, string schedule, CollectingMonitor monitor)
    {
        PruningOptions options = PruningFixture.Options(sparsity, granularity: "Channel", schedule: schedule);
        return PruningFixture.Prune(
            model,
            options with
            {
                Network = options.Network with { Scope = Enum.Parse<PruningScope>(scope), Steps = schedule == "Iterative" ? 3 : null },
            },
            monitor
        );
    }
}
