using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Codebooks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Weight sharing: the nonzero weights of a layer are clustered by k-means, and each becomes its cluster's mean. 2^bits clusters a layer.
/// Training moves the means: the gradient of a mean is the sum of the gradients of its weights. Han, Mao, Dally: "Deep Compression", 2016,
/// section 3.
/// </summary>
internal sealed class CodebookQuantizer : Quantizer
{
    private const int ConvolutionBits = 8,
        OtherBits = 5;

    private const string UsualStart = "Linear";

    internal override string Name => "Codebook";

    internal override string Description => "The nonzero weights of a layer share a few numbers (k-means; Han et al. 2016)";

    internal override IReadOnlyList<string> Reads => [nameof(QuantizationOptions.CodebookBits), nameof(QuantizationOptions.CodebookStart)];

    internal override bool TrainsSharedNumbers => true;

    internal override WeightEncoding Fit(ReadOnlySpan<float> weights, WeightLayout layout, QuantizationOptions options, int seed)
    {
        int bits = options.CodebookBits ?? (layout.IsConvolution ? ConvolutionBits : OtherBits);
        SortedWeights sorted = SortedWeights.NonzeroOf(weights);
        return new CodebookEncoding(
            ScalarKMeans.Cluster(sorted, 1 << bits, CodebookStartCatalog.Get(options.CodebookStart ?? UsualStart), seed)
        );
    }

    internal override void Round(WeightEncoding encoding, ReadOnlySpan<float> weights, WeightLayout layout, Span<float> result)
    {
        float[] values = [.. ((CodebookEncoding)encoding).Values];
        for (int i = 0; i < weights.Length; i++)
            result[i] = weights[i] == 0 || values.Length == 0 ? 0 : values[Nearest(values, weights[i])];
    }

    /// <summary>The index of the number of a rising list that is nearest; the smaller of two that are equally near.</summary>
    internal static int Nearest(ReadOnlySpan<float> values, float number)
    {
        int place = values.BinarySearch(number);
        if (place >= 0)
            return place;
        place = ~place;
        if (place == 0 || place == values.Length)
            return Math.Min(place, values.Length - 1);
        return (double)number - values[place - 1] <= (double)values[place] - number ? place - 1 : place;
    }
}
