using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The operations of tensors with numbers. Elementwise, with broadcasting. Names in the imperative (<see cref="Scale"/>,
/// <see cref="Increase(Tensor, Tensor)"/>) work in place; others give a new tensor.
/// </summary>
/// <remarks>
/// TorchSharp takes numbers as scalars, whose native part the finalizer frees. A scalar that is made in passing may be collected while
/// native code still reads it, where another thread collects garbage just then (dotnet/TorchSharp pull requests 1434 and 1496). Each
/// method here disposes its scalar after the call, so that it lives exactly as long as the native code needs it. A build error forbids
/// the conversion in passing.
/// </remarks>
internal static class TensorArithmetic
{
    // Lives as long as the process.
    private static readonly Scalar One = 1L.ToScalar();

    internal static Tensor Plus(this Tensor left, Tensor right) => left.add(right, One);

    internal static Tensor Plus(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.add(number, One);
    }

    internal static Tensor SubtractedFrom(this Tensor subtrahend, double minuend) => subtrahend.neg().Plus(minuend);

    internal static Tensor Times(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.mul(number);
    }

    internal static Tensor Over(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.div(number);
    }

    /// <summary>The quotient, rounded down.</summary>
    internal static Tensor FloorOver(this Tensor left, long right)
    {
        using Scalar number = right.ToScalar();
        return left.div(number, RoundingMode.floor);
    }

    /// <summary>The remainder of <see cref="FloorOver"/>.</summary>
    internal static Tensor Modulo(this Tensor left, long right)
    {
        using Scalar number = right.ToScalar();
        return left.remainder(number);
    }

    internal static Tensor Squared(this Tensor value)
    {
        using Scalar two = 2L.ToScalar();
        return value.pow(two);
    }

    internal static Tensor AtLeast(this Tensor value, double least)
    {
        using Scalar number = least.ToScalar();
        return value.clamp_min(number);
    }

    internal static Tensor Within(this Tensor value, double least, double greatest)
    {
        using Scalar low = least.ToScalar(),
            high = greatest.ToScalar();
        return value.clamp(low, high);
    }

    internal static Tensor LeakyRelu(this Tensor value, double slope)
    {
        using Scalar number = slope.ToScalar();
        return value.leaky_relu(number);
    }

    /// <summary>True where the element equals the number.</summary>
    internal static Tensor Is(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.eq(number);
    }

    /// <summary>True where the element differs from the number.</summary>
    internal static Tensor IsNot(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.ne(number);
    }

    internal static Tensor IsAbove(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.gt(number);
    }

    internal static Tensor IsBelow(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.lt(number);
    }

    internal static Tensor IsAtMost(this Tensor left, double right)
    {
        using Scalar number = right.ToScalar();
        return left.le(number);
    }

    /// <summary>The tensor with a number where the mask is true.</summary>
    internal static Tensor FilledWhere(this Tensor value, Tensor mask, double number)
    {
        using Scalar filled = number.ToScalar();
        return value.masked_fill(mask, filled);
    }

    /// <summary>A tensor (float32) whose elements are all the same.</summary>
    internal static Tensor Full(long[] shape, double value)
    {
        using Scalar number = value.ToScalar();
        return full(shape, number, ScalarType.Float32);
    }

    /// <summary>The numbers from 0 to <paramref name="count"/> - 1 (int64).</summary>
    internal static Tensor Range(long count)
    {
        using Scalar number = count.ToScalar();
        return arange(number);
    }

    /// <summary>Adds in place.</summary>
    internal static Tensor Increase(this Tensor target, Tensor by) => target.add_(by, One);

    /// <summary>Adds a multiple in place.</summary>
    internal static Tensor Increase(this Tensor target, Tensor by, double factor)
    {
        using Scalar number = factor.ToScalar();
        return target.add_(by, number);
    }

    /// <summary>Adds in place.</summary>
    internal static Tensor Increase(this Tensor target, double by)
    {
        using Scalar number = by.ToScalar();
        return target.add_(number, One);
    }

    /// <summary>Adds a multiple of a product in place.</summary>
    internal static Tensor IncreaseByProduct(this Tensor target, Tensor left, Tensor right, double factor)
    {
        using Scalar number = factor.ToScalar();
        return target.addcmul_(left, right, number);
    }

    /// <summary>Adds a multiple of a quotient in place.</summary>
    internal static Tensor IncreaseByQuotient(this Tensor target, Tensor left, Tensor right, double factor = 1)
    {
        using Scalar number = factor.ToScalar();
        return target.addcdiv_(left, right, number);
    }

    /// <summary>Multiplies in place.</summary>
    internal static Tensor Scale(this Tensor target, double by)
    {
        using Scalar number = by.ToScalar();
        return target.mul_(number);
    }

    /// <summary>Divides in place.</summary>
    internal static Tensor DivideBy(this Tensor target, double by)
    {
        using Scalar number = by.ToScalar();
        return target.div_(number);
    }

    /// <summary>Sets whole slices to a number, in place.</summary>
    internal static Tensor Fill(this Tensor target, long axis, Tensor indices, double number)
    {
        using Scalar filled = number.ToScalar();
        return target.index_fill_(axis, indices, filled);
    }

    /// <summary>Sets whole slices to a truth value, in place.</summary>
    internal static Tensor Fill(this Tensor target, long axis, Tensor indices, bool value)
    {
        using Scalar filled = value.ToScalar();
        return target.index_fill_(axis, indices, filled);
    }

    /// <summary>Adds slices, or a multiple of them, to those with the indices, in place.</summary>
    internal static Tensor AddAt(this Tensor target, long axis, Tensor indices, Tensor slices, double factor = 1)
    {
        using Scalar number = factor.ToScalar();
        return target.index_add_(axis, indices, slices, number);
    }
}
