using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Structures;

public sealed class StructureRemovalTests
{
    public static TheoryData<string> Networks => [.. StructureNets.Names];

    /// <summary>
    /// The identity that physical removal rests on; random weights, random BatchNormalization statistics, activations with f(0) ≠ 0.
    /// </summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void A_masked_network_and_the_shrunk_one_compute_the_same(string name)
    {
        foreach (double sparsity in new[] { 0.2, 0.5, 0.8, 1 })
        {
            for (int seed = 1; seed <= 3; seed++)
                AssertMaskedEqualsShrunk(name, sparsity, seed);
        }
    }

    private static void AssertMaskedEqualsShrunk(string name, double sparsity, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = StructureNets.Build(name, seed);
        Tensor input = StructureNets.Input(name, graph, seed);
        PruningUnit[] units = Choose(graph, sparsity, seed);
        Assert.NotEmpty(units);

        using Graph masked = StructureRemoval.Masked(graph, units);
        using Graph shrunk = StructureRemoval.Shrunk(graph, units);

        float[] before = Run(graph, input),
            a = Run(masked, input),
            b = Run(shrunk, input);
        Assert.True(Distance(before, a) > 1e-4, "the mask changed nothing");
        Assert.True(Distance(a, b) <= 1e-5, $"{name} at {sparsity}, seed {seed}: masked and shrunk differ by {Distance(a, b)}");
        Assert.True(Elements(shrunk) < Elements(graph));
        Assert.True(shrunk.MultiplyAccumulates() < graph.MultiplyAccumulates());
        if (sparsity <= 0.5)
            Assert.Equal(
                UnitGroups.Of(graph).Sum(group => group.Units.Count) - units.Length,
                UnitGroups.Of(shrunk).Sum(group => group.Units.Count)
            );
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_shrunk_network_can_be_shrunk_again(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = StructureNets.Build(name, 5);
        Tensor input = StructureNets.Input(name, graph, 5);

        using Graph once = StructureRemoval.Shrunk(graph, Choose(graph, 0.3, 1));
        PruningUnit[] units = Choose(once, 0.5, 2);
        using Graph masked = StructureRemoval.Masked(once, units);
        StructureRemoval.Shrink(once, units);

        Assert.True(Distance(Run(masked, input), Run(once, input)) <= 1e-5);
    }

    [Fact]
    public void Element_masks_shrink_with_their_weights()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph graph = NetworkFactory.FromLayers(["linear 4", "relu"], [3], 2, 1);
        Tensor mask = ones(4, 3);
        mask[2, 1] = 0;
        graph.Parameters["fc1.weight"].SetMask(mask);
        graph.Parameters["fc1.weight"].ApplyMask();

        StructureRemoval.Shrink(graph, [UnitGroups.Of(graph)[0].Units[0]]);

        GraphParameter weight = graph.Parameters["fc1.weight"];
        Assert.Equal([3, 3], weight.Mask!.shape);
        Assert.Equal(0, weight.Mask[1, 1].item<float>());
        Assert.Equal(8, weight.Mask.sum().item<float>());
        Assert.Equal(0, weight.Value[1, 1].item<float>());
    }

    [Fact]
    public void Removing_a_whole_layer_or_an_output_is_refused_and_changes_nothing()
    {
        using Graph graph = NetworkFactory.FromLayers(["linear 4", "relu"], [3], 2, 1);
        IReadOnlyList<UnitGroup> groups = UnitGroups.Of(graph);

        ComputeException emptied = Assert.Throws<ComputeException>(() => StructureRemoval.Shrink(graph, groups[0].Units.ToArray()));
        ComputeException output = Assert.Throws<ComputeException>(() => StructureRemoval.Shrunk(graph, [groups[1].Units[0]]));

        Assert.Equal("LayerEmptied", emptied.ErrorId);
        Assert.Equal("UnitFixed", output.ErrorId);
        Assert.Equal([4, 3], graph.Parameters["fc1.weight"].Shape);
    }

    [Fact]
    public void Removal_leaves_no_tensor_behind()
    {
        using Graph graph = StructureNets.Build("ResNet20", 1);
        PruningUnit[] units = Choose(graph, 0.5, 1);
        Round();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int round = 0; round < 5; round++)
            Round();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Round()
        {
            StructureRemoval.Masked(graph, units).Dispose();
            StructureRemoval.Shrunk(graph, units).Dispose();
            Assert.Throws<ComputeException>(() => StructureRemoval.Shrunk(graph, UnitGroups.Of(graph)[0].Units.ToArray()));
        }
    }

    /// <summary>Random units of every group that may lose some; 1 leaves a single unit of each.</summary>
    internal static PruningUnit[] Choose(Graph graph, double sparsity, int seed)
    {
        var random = new Random(seed);
        var chosen = new List<PruningUnit>();
        foreach (UnitGroup group in UnitGroups.Of(graph).Where(group => group.FixedReason is null))
        {
            PruningUnit[] units = [.. group.Units];
            random.Shuffle(units);
            chosen.AddRange(units.Take(Math.Min(units.Length - 1, (int)Math.Ceiling(sparsity * units.Length))));
        }
        return [.. chosen];
    }

    internal static float[] Run(Graph graph, Tensor input) =>
        new GraphRunner(graph).Run(input, RunContext.Inference).data<float>().ToArray();

    /// <summary>The greatest difference, relative to the greatest number where that is above 1.</summary>
    internal static double Distance(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        Assert.All(a.Concat(b), number => Assert.True(float.IsFinite(number)));
        return a.Zip(b, (x, y) => Math.Abs(x - y)).Max() / Math.Max(1.0, a.Max(Math.Abs));
    }

    private static long Elements(Graph graph) => graph.Parameters.Values.Sum(parameter => parameter.ElementCount);
}
