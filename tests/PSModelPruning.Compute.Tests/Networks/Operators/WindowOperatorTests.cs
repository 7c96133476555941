using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>Convolution and pooling with random attributes against plain loops.</summary>
public sealed class WindowOperatorTests
{
    private const int Cases = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Convolution_equals_the_loops_for_random_attributes(int axes)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            var random = new Random(seed * 2 + axes);
            ReferenceWindows windows = RandomWindows(random, axes, dilated: true);
            int group = random.Next(1, 4),
                inPerGroup = random.Next(1, 4),
                filters = group * random.Next(1, 4);
            Tensor x = SeededTensors.Uniform(1, Sizes(random, axes, 2, group * inPerGroup)) - 0.5;
            Tensor weight = SeededTensors.Uniform(2, [filters, inPerGroup, .. windows.Kernel[(2 - axes)..].Select(k => (long)k)]) - 0.5;
            Tensor? bias = random.Next(2) == 0 ? SeededTensors.Uniform(3, [filters]) : null;

            Tensor output = OperatorRun.Run("Conv", Attributes(windows, axes).With("group", group), x, weight, bias);

            int[] shape = Image(x, axes);
            OperatorRun.AssertClose(
                windows.Convolve(x.Floats(), shape, weight.Floats(), [filters, inPerGroup], bias?.Floats(), group),
                output
            );
        }
    }

    [Theory]
    [InlineData("MaxPool", 1)]
    [InlineData("MaxPool", 2)]
    [InlineData("AveragePool", 1)]
    [InlineData("AveragePool", 2)]
    public void Pooling_equals_the_loops_for_random_attributes(string type, int axes)
    {
        for (int seed = 0; seed < Cases; seed++)
        {
            using DisposeScope scope = NewDisposeScope();
            var random = new Random(seed * 2 + axes);
            ReferenceWindows windows = RandomWindows(random, axes, dilated: type == "MaxPool") with { Ceil = random.Next(2) == 0 };
            bool includesPadding = random.Next(2) == 0;
            Tensor x = SeededTensors.Uniform(4, Sizes(random, axes, 2, 3)) - 0.5;
            NodeAttributes attributes = Attributes(windows, axes)
                .With("kernel_shape", Longs(windows.Kernel, axes))
                .With("ceil_mode", windows.Ceil ? 1 : 0);

            Tensor output = OperatorRun.Run(
                type,
                type == "AveragePool" ? attributes.With("count_include_pad", includesPadding ? 1 : 0) : attributes,
                x
            );

            OperatorRun.AssertClose(windows.Pool(x.Floats(), Image(x, axes), type == "MaxPool", includesPadding), output);
        }
    }

    [Theory]
    [InlineData("SAME_UPPER", 2, 3)]
    [InlineData("SAME_LOWER", 2, 3)]
    [InlineData("VALID", 0, 0)]
    public void Automatic_padding_gives_the_pads_that_the_standard_says(string automatic, int total, int totalWidth)
    {
        // Height 7, kernel 3, stride 1: 2 in all. Width 7, kernel 4, stride 1: 3 in all, the odd one at the end for UPPER.
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(5, [1, 2, 7, 7]),
            weight = SeededTensors.Uniform(6, [3, 2, 3, 4]);
        bool upper = automatic == "SAME_UPPER";
        long[] pads =
        [
            total / 2,
            upper ? totalWidth / 2 : totalWidth - totalWidth / 2,
            total / 2,
            upper ? totalWidth - totalWidth / 2 : totalWidth / 2,
        ];

        Tensor output = OperatorRun.Run("Conv", NodeAttributes.Empty.With("auto_pad", automatic), x, weight);
        Tensor explicitly = OperatorRun.Run("Conv", NodeAttributes.Empty.With("pads", pads), x, weight);

        Assert.Equal(explicitly.Floats(), output.Floats());
        if (automatic != "VALID")
            Assert.Equal([1, 3, 7, 7], output.shape);
    }

    [Theory]
    [InlineData("Conv", "conv 4x9", "[1, 6, 6]")]
    [InlineData("MaxPool", "maxpool 7", "[1, 6, 6]")]
    public void A_window_that_does_not_fit_is_refused_with_the_layer_and_the_shape(string type, string layer, string shape)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => NetworkFactory.FromLayers([layer], [1, 6, 6], 2, 1));

        Assert.Equal("ShapeMismatch", error.ErrorId);
        Assert.Contains(type, error.Message);
        Assert.Contains(shape, error.Message);
    }

    [Fact]
    public void The_global_average_is_the_mean_over_the_pixels()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = SeededTensors.Uniform(7, [2, 3, 4, 5]);
        float[] numbers = x.Floats();

        OperatorRun.AssertClose(
            [.. numbers.Chunk(20).Select(plane => plane.Average(v => (double)v))],
            OperatorRun.Run("GlobalAveragePool", x)
        );
        OperatorRun.AssertClose(
            [.. numbers.Chunk(20).Select(plane => plane.Average(v => (double)v))],
            OperatorRun.Run("GlobalAveragePool", x.reshape(2, 3, 20))
        );
    }

    private static ReferenceWindows RandomWindows(Random random, int axes, bool dilated)
    {
        int[] One(int least, int most) => [axes == 1 ? (least == 0 ? 0 : 1) : random.Next(least, most), random.Next(least, most)];
        int[] kernel = One(1, 5);
        int[] pads = [.. kernel.Select((size, axis) => axes == 1 && axis == 0 ? 0 : random.Next(0, size))];
        int[] ends = random.Next(2) == 0 ? pads : [.. kernel.Select((size, axis) => axes == 1 && axis == 0 ? 0 : random.Next(0, size))];
        return new ReferenceWindows(kernel, One(1, 4), dilated ? One(1, 3) : [1, 1], pads, ends);
    }

    private static NodeAttributes Attributes(ReferenceWindows windows, int axes) =>
        NodeAttributes
            .Empty.With("strides", Longs(windows.Strides, axes))
            .With("dilations", Longs(windows.Dilations, axes))
            .With("pads", [.. Longs(windows.Begin, axes), .. Longs(windows.End, axes)]);

    private static long[] Longs(int[] numbers, int axes) => [.. numbers[(2 - axes)..].Select(n => (long)n)];

    private static long[] Sizes(Random random, int axes, int rows, int channels) =>
        axes == 1 ? [rows, channels, random.Next(9, 14)] : [rows, channels, random.Next(9, 14), random.Next(9, 14)];

    private static int[] Image(Tensor x, int axes) => axes == 1 ? [(int)x.size(0), (int)x.size(1), 1, (int)x.size(2)] : x.shape.Integers();
}
