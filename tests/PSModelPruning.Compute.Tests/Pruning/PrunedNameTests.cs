using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning;

public class PrunedNameTests
{
    [Theory]
    [InlineData(0.9, "Element", "net, 90.2 % zeros")]
    [InlineData(0.5, "Channel", "net, half the channels")]
    [InlineData(0.25, "Neuron", "net, 75 % of the neurons")]
    public void Two_prunings_of_one_network_have_names_that_differ(double sparsity, string granularity, string name)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));
        using NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(sparsity, granularity: granularity));

        Assert.Equal(name, pruned.Name);
    }

    [Theory]
    [InlineData("net, 90 % zeros", "net")]
    [InlineData("net, 97.5 % of the channels, Int8", "net")]
    [InlineData("net, half the neurons", "net")]
    [InlineData("tree, 12 of 1,040 nodes", "tree")]
    [InlineData("tree, as Rules", "tree")]
    [InlineData("net, Float16", "net")]
    [InlineData("wine, red", "wine, red")]
    [InlineData("90 % zeros", "90 % zeros")]
    public void A_name_is_not_extended_twice(string name, string plain) => Assert.Equal(plain, PrunedName.Plain(name));
}
