using PSModelPruning.Compute.Networks.Operators;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Builds what the tiled kernels compute. An operator describes itself with these few forms; how they are computed is no operator's
/// business. Every form reads the node's first input unless it says otherwise, gives the node's output, and returns false where the kernels
/// cannot compute it for these values.
/// </summary>
internal interface ILaneBuilder
{
    /// <summary>The shape of a value or parameter, for one row.</summary>
    long[] Shape(string name);

    /// <summary>A parameter in float32; null for activations and other types.</summary>
    Tensor? Parameter(string name);

    /// <summary>The numbers of a parameter in row-major order; null for activations and other types.</summary>
    float[]? Numbers(string name);

    /// <summary>The input under another name, or with its axes joined.</summary>
    bool Rename(Node node);

    /// <summary>A convolution.</summary>
    /// <param name="node">The node.</param>
    /// <param name="window">The windows over the input.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="weights"><c>[outputs, inputs of a group × window]</c>.</param>
    /// <param name="bias">One number an output.</param>
    bool Convolution(Node node, SlidingWindow window, int groups, float[] weights, float[] bias);

    /// <summary>The product of rows of numbers with a matrix.</summary>
    /// <param name="node">The node.</param>
    /// <param name="matrix"><c>[outputs, inputs]</c>.</param>
    /// <param name="bias">One number an output.</param>
    bool Product(Node node, Tensor matrix, float[] bias);

    /// <summary>The sum of the node's two inputs, of which one may be a parameter.</summary>
    bool Sum(Node node);

    /// <summary>A factor and a term of every channel.</summary>
    bool Scale(Node node, float[] factors, float[] terms);

    /// <summary>Every number limited to a range.</summary>
    bool Limits(Node node, float low, float high);

    /// <summary>max(x, slope · x) for a slope from 0 to 1.</summary>
    bool Leak(Node node, float slope);

    /// <summary>A function of every number.</summary>
    bool Function(Node node, Func<float, float> function);

    /// <summary>All inputs side by side along the channels.</summary>
    bool Join(Node node);

    /// <summary>The greatest or the mean of every window, channel by channel.</summary>
    /// <param name="node">The node.</param>
    /// <param name="window">The windows over the input.</param>
    /// <param name="isMean">The mean instead of the greatest.</param>
    /// <param name="includesPadding">A mean is divided by the whole window, padding and all.</param>
    bool Pool(Node node, SlidingWindow window, bool isMean, bool includesPadding);

    /// <summary>The mean of every channel.</summary>
    bool ChannelMeans(Node node);
}
