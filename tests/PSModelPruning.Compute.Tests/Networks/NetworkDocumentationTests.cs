using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Presets;
using PSModelPruning.Compute.Networks.Specification;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class NetworkDocumentationTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(TestRuntime.Root, "docs", "networks.md"));

    [Fact]
    public void The_page_about_networks_names_every_preset_and_every_layer()
    {
        Assert.All(PresetCatalog.All, preset => Assert.Contains($"`{preset.Name}`", Page));
        Assert.All(LayerWordCatalog.All, word => Assert.Contains($"`{word.Name}", Page));
    }

    [Theory]
    [InlineData("rleu")]
    [InlineData("conv 32y3")]
    [InlineData("conv 8x3")]
    public void The_messages_on_the_page_are_the_real_ones(string layer)
    {
        string[] layers = layer == "rleu" ? ["flatten", layer] : [layer];

        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers(layers, [4], 2, 1));

        Assert.Contains(error.Message, Page);
    }
}
