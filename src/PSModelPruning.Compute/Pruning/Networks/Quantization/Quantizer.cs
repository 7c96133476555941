using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// A scheme of fewer bits: finds the encoding of a weight, and the representable number nearest to each of its elements. Stateless; listed
/// in <see cref="QuantizerCatalog"/>.
/// </summary>
internal abstract class Quantizer
{
    /// <summary>What a user types.</summary>
    internal abstract string Name { get; }

    /// <summary>A line for tab completion and help.</summary>
    internal abstract string Description { get; }

    /// <summary>The options of pruning that this scheme reads beside those of all schemes.</summary>
    internal virtual IReadOnlyList<string> Reads => [];

    /// <summary>True where activations become whole numbers too, which needs data to find their ranges.</summary>
    internal virtual bool QuantizesActivations => false;

    /// <summary>True where biases and statistics are encoded too, not only weights.</summary>
    internal virtual bool EncodesEverything => false;

    /// <summary>True where training moves the shared numbers themselves, rather than weights that are rounded anew at every step.</summary>
    internal virtual bool TrainsSharedNumbers => false;

    /// <summary>Finds the encoding that fits numbers best.</summary>
    /// <param name="weights">All numbers of the parameter, finite.</param>
    /// <param name="layout">Where its output channels lie.</param>
    /// <param name="options">The scheme's parameters.</param>
    /// <param name="seed">The seed of what is random.</param>
    /// <exception cref="ComputeException"><c>NumberNotRepresentable</c>.</exception>
    internal abstract WeightEncoding Fit(ReadOnlySpan<float> weights, WeightLayout layout, QuantizationOptions options, int seed);

    /// <summary>The number nearest to each that an encoding of this scheme represents; 0 stays 0.</summary>
    /// <param name="encoding">One that <see cref="Fit"/> gave.</param>
    /// <param name="weights">The numbers.</param>
    /// <param name="layout">Where the output channels lie.</param>
    /// <param name="result">Receives the representable numbers; may be the same memory.</param>
    internal abstract void Round(WeightEncoding encoding, ReadOnlySpan<float> weights, WeightLayout layout, Span<float> result);
}
