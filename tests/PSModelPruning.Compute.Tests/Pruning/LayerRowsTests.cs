using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Units;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class LayerRowsTests
{
    [Fact]
    public void A_square_weight_that_is_not_transposed_has_its_units_on_its_second_axis()
    {
        TorchRuntime.EnsureAvailable();
        var builder = new GraphBuilder([6]);
        builder.Add("mix", "MatMul", null, builder.Current, builder.Parameter("mix", "weight", [6, 6], Initializer.Ones));
        builder.Add("relu1", "Relu");
        builder.Linear("out", 3);
        using Graph graph = builder.Build(1);
        var original = new Dictionary<string, long[]> { ["mix.weight"] = [24, 8], ["out.weight"] = [3, 8] };

        IReadOnlyList<PruningLayer> rows = LayerRows.Compare(
            graph,
            graph,
            original,
            new ChannelCounter(),
            new Dictionary<string, string>()
        );

        Assert.Equal([8L, 3L], rows.Select(row => row.Original));
    }
}
