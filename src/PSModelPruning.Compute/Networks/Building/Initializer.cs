using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Building;

/// <summary>The values that a parameter starts with.</summary>
internal abstract record Initializer
{
    internal static readonly Initializer Zeros = new Constant(0);

    internal static readonly Initializer Ones = new Constant(1);

    /// <summary>Makes the tensor.</summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="gain">The variance that the layer's activation function takes away: 2 before a rectifier, 1 elsewhere.</param>
    /// <param name="generator">The random numbers.</param>
    internal abstract Tensor Make(long[] shape, double gain, Generator generator);

    /// <summary>The same number everywhere.</summary>
    internal sealed record Constant(double Value) : Initializer
    {
        internal override Tensor Make(long[] shape, double gain, Generator generator) => TensorArithmetic.Full(shape, Value);
    }

    /// <summary>
    /// Normal with variance gain / fan-in: He et al. 2015 before rectifiers, LeCun et al. 1998 elsewhere.
    /// </summary>
    /// <param name="FanIn">Inputs of one output.</param>
    internal sealed record ScaledNormal(long FanIn) : Initializer
    {
        internal override Tensor Make(long[] shape, double gain, Generator generator)
        {
            Tensor values = randn(shape, ScalarType.Float32, generator: generator);
            return values.Scale(Math.Sqrt(gain / FanIn));
        }
    }

    /// <summary>Uniform from −bound to bound: 1 / √H for the recurrent layers of H hidden units, as is usual for them.</summary>
    internal sealed record Uniform(double Bound) : Initializer
    {
        internal override Tensor Make(long[] shape, double gain, Generator generator) =>
            empty(shape, ScalarType.Float32).uniform_(-Bound, Bound, generator);
    }

    /// <summary>Normal with mean 0 and a given standard deviation.</summary>
    internal sealed record Normal(double StandardDeviation) : Initializer
    {
        internal override Tensor Make(long[] shape, double gain, Generator generator)
        {
            Tensor values = randn(shape, ScalarType.Float32, generator: generator);
            return values.Scale(StandardDeviation);
        }
    }
}
