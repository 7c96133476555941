using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

namespace PSModelPruning.Compute.Tests.Pruning.Quantization;

/// <summary>
/// Numbers in few bits never take more bytes, beside their scales or shared numbers, than the numbers that they stand for.
/// </summary>
public sealed class QuantizedSizeTests
{
    private static readonly double[] Sparsities = [0, 0.5, 0.9, 0.99];

    private static readonly Dictionary<string, long[]> Layers = new()
    {
        ["linear"] = [64, 32],
        ["narrow linear"] = [3, 2],
        ["convolution"] = [16, 8, 3, 3],
        ["depthwise convolution"] = [16, 1, 3, 3],
        ["pointwise convolution"] = [32, 16, 1, 1],
        ["recurrent"] = [1, 64, 16],
        ["embedding"] = [50, 16],
        ["bias"] = [1, 16],
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string layer in Layers.Keys)
        {
            foreach (string format in QuantizerCatalog.Entries.Select(entry => entry.Name))
                cases.Add(layer, format);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Few_bits_and_more_zeros_never_take_more_bytes(string layer, string format)
    {
        long[] shape = Layers[layer];
        float[] weights = Weights(shape);
        long denser = long.MaxValue;
        foreach (double sparsity in Sparsities)
        {
            (long before, long after) = Sizes(Pruned(weights, sparsity), shape, format);
            Assert.True(after <= before, $"{sparsity}: {before} to {after}");
            Assert.True(after <= denser, $"{sparsity}: {denser} to {after}");
            denser = after;
        }
        (long pattern, long encodedPattern) = Sizes(TwoOfFour(weights), shape, format);
        Assert.True(encodedPattern <= pattern, $"2:4: {pattern} to {encodedPattern}");
    }

    [Theory]
    [InlineData("Float16")]
    [InlineData("BFloat16")]
    public void Half_precision_halves_the_numbers_that_pruning_left(string format)
    {
        NetworkModel pruned = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.9));
        NetworkModel half = PruningFixture.Prune(
            PruningFixture.DigitsModel,
            PruningFixture.Options(0.9) with
            {
                Quantization = new QuantizationOptions { Quantize = format },
            }
        );

        Assert.Equal(pruned.NonzeroParameters, half.NonzeroParameters);
        Assert.InRange(half.PackedBytes, 0.4 * pruned.PackedBytes, 0.65 * pruned.PackedBytes);
        foreach (NetworkModel model in new[] { pruned, half })
            Assert.DoesNotContain(PruningFixture.Weights(model), weight => weight == 0 && float.IsNegative(weight));
    }

    [Theory]
    [InlineData("Linear")]
    [InlineData("Density")]
    [InlineData("Random")]
    public void Every_number_of_a_codebook_is_used_where_there_are_enough_weights(string start)
    {
        // Trained weights: most are small, a few are large.
        float[] weights = Weights([300, 100]);
        foreach (int bits in new[] { 1, 3, 5, 8 })
        {
            var quantizer = new CodebookQuantizer();
            var layout = new WeightLayout([300, 100], 0, false);
            var options = new QuantizationOptions { CodebookBits = bits, CodebookStart = start };
            var codebook = (CodebookEncoding)quantizer.Fit(weights, layout, options, 3);
            float[] rounded = new float[weights.Length];
            quantizer.Round(codebook, weights, layout, rounded);

            Assert.Equal(1 << bits, codebook.Values.Count);
            Assert.Equal(1 << bits, rounded.Distinct().Count());
        }
    }

    [Fact]
    public void A_codebook_uses_all_its_numbers_for_weights_that_repeat()
    {
        float[] weights = [.. Enumerable.Range(0, 40).SelectMany(i => Enumerable.Repeat(1 + i * 0.001f, 1 + i)), 1000, 2000];
        foreach (string start in CodebookStartCatalog.Entries.Select(entry => entry.Name))
            Assert.Equal(
                16,
                ScalarKMeans.Cluster(SortedWeights.NonzeroOf(weights), 16, CodebookStartCatalog.Get(start), 1).Distinct().Count()
            );
    }

    private static (long Before, long After) Sizes(float[] weights, long[] shape, string format)
    {
        Quantizer quantizer = QuantizerCatalog.Get(format);
        var layout = new WeightLayout(shape, 0, shape.Length == 4);
        var options = new QuantizationOptions { Quantize = format };
        WeightEncoding encoding = quantizer.Fit(weights, layout, options, 1);
        var rounded = new float[weights.Length];
        quantizer.Round(encoding, weights, layout, rounded);
        PackedTensor packed = PackedTensor.Of(rounded, shape, encoding);
        // Zeros of either sign are one number.
        Assert.Equal(packed.Bytes, PackedTensor.Of([.. rounded.Select(value => value == 0 ? -0f : value)], shape, encoding).Bytes);
        // Scales and shared numbers are what an encoding costs; few weights do not earn them back.
        long table = (packed.Coding?.Table.Count ?? 0) * sizeof(float);
        return (PackedTensor.Of(weights, shape, null).Bytes, packed.Bytes - table);
    }

    private static float[] Weights(long[] shape)
    {
        var random = new Random(11);
        return
        [
            .. Enumerable
                .Range(0, (int)shape.Aggregate(1L, (product, size) => product * size))
                .Select(i => (float)(Training.TrainingFixture.Normal(random) * (i % 97 == 0 ? 3 : 0.05))),
        ];
    }

    /// <summary>What a mask leaves: zeros with the sign that the number had.</summary>
    private static float[] Pruned(float[] weights, double sparsity)
    {
        var goes = new HashSet<int>(
            Enumerable.Range(0, weights.Length).OrderBy(i => Math.Abs(weights[i])).Take((int)(sparsity * weights.Length))
        );
        return [.. weights.Select((weight, i) => weight * (goes.Contains(i) ? 0 : 1))];
    }

    private static float[] TwoOfFour(float[] weights) => [.. weights.Select((weight, i) => weight * (i % 4 < 2 ? 0 : 1))];
}
