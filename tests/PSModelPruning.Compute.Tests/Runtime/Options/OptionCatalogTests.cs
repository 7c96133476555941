using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Compute.Tests.Runtime.Options;

public sealed class OptionCatalogTests
{
    [Fact]
    public void Names_are_unique_and_every_option_is_described()
    {
        IReadOnlyList<OptionDefinition> all = OptionCatalog<PruningOptions>.All;

        Assert.Equal(all.Count, all.Select(option => option.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(all, option => Assert.EndsWith(".", option.Description));
    }

    [Fact]
    public void Nothing_is_set_until_it_is_said()
    {
        Assert.Empty(OptionCatalog<PruningOptions>.Set(new PruningOptions()));
        Assert.Equal(["Steps"], OptionCatalog<PruningOptions>.Set(Build("steps", 3)));
    }

    [Theory]
    [InlineData("Steps", 3, 3)]
    [InlineData("steps", "3", 3)]
    [InlineData("Steps", 3.0, 3)]
    [InlineData("LearningRate", 1, 1.0)]
    [InlineData("LearningRate", "1e-3", 0.001)]
    [InlineData("Scope", "layer", PruningScope.Layer)]
    [InlineData("Resume", true, true)]
    [InlineData("Scorer", "mutualinformation", "mutualinformation")]
    public void Values_are_read_in_the_type_of_the_option(string name, object value, object expected) =>
        Assert.Equal(expected, OptionCatalog<PruningOptions>.Get(name).Get(Build(name, value)));

    [Fact]
    public void Lists_take_one_value_or_several()
    {
        Assert.Equal(["fc1"], Build("ExcludeLayer", "fc1").Network.ExcludeLayer!);
        Assert.Equal([2, 8], Build("BlockSize", new object[] { 2, "8" }).Network.BlockSize!);
    }

    [Theory]
    [InlineData("Stepps", 3, "OptionUnknown")]
    [InlineData("Steps", 2.5, "OptionInvalid")]
    [InlineData("Steps", "many", "OptionInvalid")]
    [InlineData("Steps", true, "OptionInvalid")]
    [InlineData("Steps", null, "OptionInvalid")]
    [InlineData("Steps", 0, "OptionOutOfRange")]
    [InlineData("LearningRate", 0, "OptionOutOfRange")]
    [InlineData("LearningRate", double.NaN, "OptionOutOfRange")]
    [InlineData("Percentile", 50, "OptionOutOfRange")]
    [InlineData("BlockSize", 0, "OptionOutOfRange")]
    [InlineData("Scope", "1", "OptionInvalid")]
    [InlineData("Resume", 1, "OptionInvalid")]
    [InlineData("Teacher", "forest", "OptionInvalid")]
    [InlineData("Schedule", "Never", "VariantUnknown")]
    [InlineData("CheckpointPath", "", "OptionInvalid")]
    public void Wrong_values_are_refused(string name, object? value, string id) =>
        Assert.Equal(id, Assert.Throws<ComputeException>(() => Build(name, value)).ErrorId);

    [Fact]
    public void Every_option_that_a_variant_reads_exists_and_every_option_is_read()
    {
        HashSet<string> read = [.. PruningMethodCatalog.Entries.SelectMany(entry => OptionReaders.Of(entry.Name))];
        string[] known = [.. OptionCatalog<PruningOptions>.All.Select(option => option.Name)];

        Assert.Empty(read.Except(known));
        Assert.Equal(
            ["LatencyBatchSize", "Method", "Name", "Seed", "Sparsity", "Threads"],
            known.Except(read).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_table_of_layers_takes_the_sparsity_of_the_target()
    {
        PruningOptions options = new()
        {
            Target = new PruningTarget { Sparsity = 0.6 },
            Network = new() { LayerSparsity = new TableRatios([("fc2", 0.5)]) },
        };

        Assert.True(options.Network.LayerSparsity!.HasEnd);
        Assert.False(options.Network.LayerSparsity.Complete(options).Network.LayerSparsity!.HasEnd);
    }

    private static PruningOptions Build(string name, object? value) =>
        OptionCatalog<PruningOptions>.Build([new KeyValuePair<string, object?>(name, value)]);
}
