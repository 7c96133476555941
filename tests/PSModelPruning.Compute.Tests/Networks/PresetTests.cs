using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Presets;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks;

public sealed class PresetTests
{
    private static readonly int[] Digits = [1, 28, 28];
    private static readonly int[] Cifar = [3, 32, 32];

    /// <summary>
    /// LeNet figures: Han et al. 2015, table 1 (266K and 431K), and by hand. ResNet figures with 1×1 convolution shortcuts: 40.81 M, 69.12
    /// M and 125.75 M multiply-accumulates, 0.27 M, 0.47 M and 0.86 M parameters, as published for CIFAR-10 models of this form.
    /// </summary>
    [Theory]
    [InlineData("LeNet300", 28, 266_610, 266_200)]
    [InlineData("LeNet5", 28, 431_080, 2_293_000)]
    [InlineData("ResNet20", 32, 272_474, 40_813_184)]
    public void A_preset_has_the_published_size(string preset, int side, long parameters, long multiplyAccumulates)
    {
        using Graph graph = NetworkFactory.FromPreset(preset, side == 28 ? Digits : Cifar, 10, 1);

        Assert.Equal(parameters, graph.Parameters.Values.Where(p => p.IsTrainable).Sum(p => p.ElementCount));
        Assert.Equal(multiplyAccumulates, graph.MultiplyAccumulates());
    }

    [Theory]
    [InlineData("ResNet20", 0.27, 40.81)]
    [InlineData("ResNet32", 0.47, 69.12)]
    [InlineData("ResNet56", 0.86, 125.75)]
    public void A_residual_network_has_the_published_size_in_millions(string preset, double parameters, double multiplyAccumulates)
    {
        using Graph graph = NetworkFactory.FromPreset(preset, Cifar, 10, 1);

        Assert.Equal(parameters, graph.Parameters.Values.Where(p => p.IsTrainable).Sum(p => p.ElementCount) / 1e6, 0.006);
        Assert.Equal(multiplyAccumulates, graph.MultiplyAccumulates() / 1e6, 0.006);
    }

    public static TheoryData<string> Presets => [.. PresetCatalog.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_gives_a_row_of_logits_a_row_and_the_same_bits_for_the_same_seed(string preset)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        using Graph first = NetworkFactory.FromPreset(preset, Digits, 7, 42);
        using Graph second = NetworkFactory.FromPreset(preset.ToUpperInvariant(), Digits, 7, 42);
        using Graph other = NetworkFactory.FromPreset(preset, Digits, 7, 43);
        Tensor input = SeededTensors.Uniform(1, [3, 1, 28, 28]);

        float[] a = new GraphRunner(first).Run(input, RunContext.Inference).data<float>().ToArray();
        float[] b = new GraphRunner(second).Run(input, RunContext.Inference).data<float>().ToArray();
        float[] c = new GraphRunner(other).Run(input, RunContext.Inference).data<float>().ToArray();

        Assert.Equal(21, a.Length);
        Assert.Equal(a, b);
        Assert.NotEqual(a, c);
        float[] normalized = new GraphRunner(first).Run(input, new RunContext(true)).data<float>().ToArray();
        Assert.All(normalized, number => Assert.InRange(number, -20f, 20f));
    }

    [Theory]
    [InlineData("LeNet300", "784 inputs")]
    [InlineData("LeNet5", "images")]
    [InlineData("ConvNet", "images")]
    [InlineData("Vgg", "images")]
    [InlineData("ResNet20", "images")]
    public void A_preset_refuses_rows_that_it_is_not_made_for(string preset, string right)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromPreset(preset, [14], 3, 1));

        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains(preset, error.Message);
        Assert.Contains(right, error.Message);
        Assert.Contains("[14]", error.Message);
    }

    [Fact]
    public void An_unknown_preset_is_refused_with_the_nearest_name()
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromPreset("LeNet30", Digits, 10, 1));

        Assert.Equal("VariantUnknown", error.ErrorId);
        Assert.Contains("LeNet300", error.Message);
    }
}
