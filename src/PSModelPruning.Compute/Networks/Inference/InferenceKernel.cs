using System.Globalization;

namespace PSModelPruning.Compute;

/// <summary>Which kernel a network predicts with, and the times that it was chosen by.</summary>
/// <param name="BatchSize">Rows of a call: 1 stands for single rows, 64 for batches.</param>
/// <param name="Kernel">
/// Dense: libtorch. Sparse: kernels of this module that pass over the weights that are zero. Direct: the same with all weights, where too
/// few are zero.
/// </param>
/// <param name="DenseMilliseconds">What a call takes through libtorch.</param>
/// <param name="Other">What was measured beside it: Sparse or Direct.</param>
/// <param name="OtherMilliseconds">What a call takes there.</param>
public sealed record InferenceKernel(int BatchSize, string Kernel, double DenseMilliseconds, string Other, double OtherMilliseconds)
{
    /// <summary>How many times as fast as libtorch the chosen kernel was; 1 for libtorch itself.</summary>
    public double SpeedUp => Kernel == Other ? DenseMilliseconds / OtherMilliseconds : 1;

    /// <summary>The choice in a line.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"batches of {BatchSize}: {Kernel} (Dense {DenseMilliseconds:0.####} ms, {Other} {OtherMilliseconds:0.####} ms)"
        );
}
