using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Specification;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class LayerSpecificationTests
{
    private static readonly int[] Image = [3, 16, 16];

    [Fact]
    public void The_words_of_the_documentation_build_the_network_that_they_say()
    {
        using Graph graph = NetworkFactory.FromLayers(
            [
                "conv 32x3 pad 1",
                "relu",
                "maxpool 2",
                "CONV 64x3 Pad 1 stride 2 groups 2 dilation 1",
                "leakyrelu 0.2",
                "maxpool 2",
                "flatten",
                "linear 128",
                "relu",
                "dropout 0.25",
            ],
            Image,
            10,
            1
        );

        Assert.Equal(
            ["conv1", "relu1", "pool1", "conv2", "leakyrelu1", "pool2", "flatten1", "fc1", "relu2", "dropout1", "fc2"],
            graph.Nodes.Select(node => node.Name)
        );
        Assert.Equal([64, 16, 3, 3], graph.Parameters["conv2.weight"].Shape);
        Assert.Equal([128, 64 * 2 * 2], graph.Parameters["fc1.weight"].Shape);
        Assert.Equal([10, 128], graph.Parameters["fc2.weight"].Shape);
        Assert.Equal(0.2, graph.Nodes[4].Attributes.Number("alpha", 0));
        Assert.Equal(0.25, graph.Nodes[9].Attributes.Number("ratio", 0));
        Assert.Equal([1, 10], graph.InferShapes()[graph.OutputName]);
    }

    [Fact]
    public void The_output_layer_is_added_and_images_are_flattened_for_it()
    {
        using Graph none = NetworkFactory.FromLayers([], Image, 4, 1);
        using Graph pooled = NetworkFactory.FromLayers(["conv 5x3x1", "globalavgpool"], Image, 4, 1);

        Assert.Equal(["Flatten", "Gemm"], none.Nodes.Select(node => node.OperatorType));
        Assert.Equal([5, 3, 3, 1], pooled.Parameters["conv1.weight"].Shape);
        Assert.Equal([4, 5], pooled.Parameters["fc1.weight"].Shape);
    }

    public static TheoryData<string> Words => [.. LayerWordCatalog.All.Select(word => word.Name)];

    [Fact]
    public void A_sequence_of_more_numbers_than_arrive_is_told_with_its_layer()
    {
        var error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers(["sequence 8x9", "lstm 4"], [64], 2, 1));

        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains("Layer 1 ('sequence 8x9'): 8 steps of 9 numbers are 72 numbers, but 64 arrive (64)", error.Message);
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void The_usage_of_every_word_is_understood_with_and_without_its_options(string name)
    {
        LayerWord word = LayerWordCatalog.Find(name)!;
        string full = word.Usage.Replace("[", "").Replace("]", "");
        string bare = System.Text.RegularExpressions.Regex.Replace(word.Usage, @" \[.*\]", "");

        foreach (string text in new[] { full, bare, bare.ToUpperInvariant() })
        {
            using Graph graph = NetworkFactory.FromLayers(
                [text],
                name is "embedding" or "linear" ? [6]
                    : name == "sequence" ? [64]
                    : name == "conv1d" ? [2, 9]
                    : Image,
                2,
                1
            );
            Assert.Equal([1, 2], graph.InferShapes()[graph.OutputName]);
        }
    }

    [Theory]
    [InlineData("rleu", 2, 1, "relu")]
    [InlineData("conv2d 32x3", 2, 1, "conv")]
    [InlineData("conv 32x3 padd 1", 2, 3, "pad")]
    [InlineData("maxpool 2 strid 2", 2, 3, "stride")]
    [InlineData("dense 3", 2, 1, "linear")]
    public void A_misspelt_word_is_refused_with_its_place_and_the_nearest_right_one(string layer, int place, int word, string right)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers(["flatten", layer], Image, 2, 1));

        Assert.Equal("LayerWordUnknown", error.ErrorId);
        Assert.Contains($"Layer {place} ", error.Message);
        Assert.Contains($"word {word}", error.Message);
        Assert.Contains($"'{right}'", error.Message);
    }

    [Theory]
    [InlineData("conv", 2)]
    [InlineData("conv 32", 2)]
    [InlineData("conv 32y3", 2)]
    [InlineData("conv 0x3", 2)]
    [InlineData("conv 32x3 pad", 4)]
    [InlineData("conv 32x3 pad -1", 4)]
    [InlineData("conv 32x3 pad 1 pad 1", 5)]
    [InlineData("conv 32x3 stride 0", 4)]
    [InlineData("linear", 2)]
    [InlineData("linear 12 13", 3)]
    [InlineData("linear 1.5", 2)]
    [InlineData("relu 6", 2)]
    [InlineData("dropout 1.5", 2)]
    [InlineData("maxpool two", 2)]
    [InlineData("clip 3 1", 3)]
    [InlineData("embedding 10", 2)]
    [InlineData("conv 99999999999x3", 2)]
    public void A_wrong_number_is_refused_with_its_place_and_how_it_is_written(string layer, int word)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers([layer], Image, 2, 1));

        Assert.Equal("LayerWordInvalid", error.ErrorId);
        Assert.Contains($"Layer 1 ('{layer}'), word {word}", error.Message);
        Assert.Contains("Right: ", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public void An_empty_layer_is_refused(string layer)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers(["flatten", layer], Image, 2, 1));

        Assert.Equal("LayerWordUnknown", error.ErrorId);
        Assert.Contains("Layer 2 is empty", error.Message);
    }

    [Theory]
    [InlineData("conv 8x3", "conv1", "[12]")]
    [InlineData("maxpool 2", "pool1", "[12]")]
    [InlineData("globalavgpool", "pool1", "[12]")]
    [InlineData("depthwise 3", "conv1", "[12]")]
    public void Layers_that_do_not_fit_are_refused_with_their_name_and_what_arrives(string layer, string name, string arrives)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers([layer], [12], 2, 1));

        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains($"'{name}'", error.Message);
        Assert.Contains(arrives, error.Message);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_are_refused()
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers(["conv 8x3 groups 2"], Image, 2, 1));

        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains("2 groups", error.Message);
    }
}
