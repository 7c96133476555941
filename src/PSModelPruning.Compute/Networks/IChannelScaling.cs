using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// An operator that in inference multiplies every channel by a constant and adds another: a normalization by running statistics.
/// </summary>
internal interface IChannelScaling
{
    /// <summary>Which input is the trained factor of every channel.</summary>
    int ScaleInput { get; }

    /// <summary>The constants, <c>[channels]</c> in float64; null where they are not parameters.</summary>
    /// <param name="node">The node.</param>
    /// <param name="parameter">Gives the numbers of a parameter, null for an activation.</param>
    (Tensor Scale, Tensor Shift)? Affine(Node node, Func<string, Tensor?> parameter);
}
