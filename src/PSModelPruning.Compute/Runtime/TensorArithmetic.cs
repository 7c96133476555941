using static TorchSharp.torch;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The tensor operations for which TorchSharp makes a scalar of its own in passing (the factor 1 of a sum, the exponent 2 of a square),
/// written so that it is held: see <see cref="Number"/>. Elementwise, with broadcasting.
/// </summary>
internal static class TensorArithmetic
{
    internal static Tensor Plus(this Tensor left, Tensor right) => left.add(right, Number.Of(1));

    internal static Tensor Plus(this Tensor left, double right) => left.add(Number.Of(right), Number.Of(1));

    /// <summary>Adds in place.</summary>
    internal static Tensor Increase(this Tensor target, Tensor by) => target.add_(by, Number.Of(1));

    /// <summary>Adds in place.</summary>
    internal static Tensor Increase(this Tensor target, double by) => target.add_(Number.Of(by), Number.Of(1));

    internal static Tensor SubtractedFrom(this Tensor subtrahend, double minuend) => subtrahend.neg().Plus(minuend);

    internal static Tensor Times(this Tensor left, double right) => left.mul(Number.Of(right));

    internal static Tensor Over(this Tensor left, double right) => left.div(Number.Of(right));

    internal static Tensor Squared(this Tensor value) => value.pow(Number.Of(2));
}
