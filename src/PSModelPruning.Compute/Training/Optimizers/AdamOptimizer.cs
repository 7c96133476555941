using System.Numerics;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) with β₁ = 0.9, β₂ = 0.999, ε = 1e-8: steps along the mean gradient divided by the root of its
/// mean square, both corrected for their start at zero. Weight decay is a part of the gradient; AdamW decouples it.
/// </summary>
/// <remarks>
/// The step is one pass over memory. As tensor operations it takes nine, which cost as much as a third of a whole step of a fully
/// connected network, whose weights are each used only once a row.
/// </remarks>
internal class AdamOptimizer : Optimizer
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.999f;
    private const float Epsilon = 1e-8f;

    // Below this many parameters, starting threads costs more than they gain.
    private const int FewestToShare = 1 << 20;

    private readonly Tensor _mean;
    private readonly Tensor _square;

    internal AdamOptimizer(FlatParameters parameters, TrainingOptions options)
        : base(parameters, options)
    {
        _mean = NewState("mean");
        _square = NewState("square");
    }

    internal override void Step(double learningRate, long step)
    {
        Decay(learningRate);
        float rate = (float)(learningRate / (1 - Math.Pow(0.9, step)));
        float scale = (float)(1 / Math.Sqrt(1 - Math.Pow(0.999, step)));
        int count = checked((int)Parameters.Count);
        int parts = count < FewestToShare ? 1 : ThreadLimit.OfTensors;
        if (parts == 1)
        {
            StepPart(0, count, rate, scale);
            return;
        }
        int size = (count + parts - 1) / parts;
        CoreLoop.Run(parts, part => StepPart(part * size, Math.Min(size, count - part * size), rate, scale), threads: parts);
    }

    /// <summary>Applies weight decay before the step.</summary>
    private protected virtual void Decay(double learningRate) => AddDecayToGradient();

    private void StepPart(int first, int count, float rate, float scale)
    {
        Span<float> weights = Numbers(Parameters.Value).Slice(first, count);
        ReadOnlySpan<float> gradients = Numbers(Parameters.Gradient).Slice(first, count);
        Span<float> means = Numbers(_mean).Slice(first, count);
        Span<float> squares = Numbers(_square).Slice(first, count);
        int vectors = count - count % Vector<float>.Count;
        for (int i = 0; i < vectors; i += Vector<float>.Count)
        {
            var gradient = new Vector<float>(gradients[i..]);
            Vector<float> mean = new Vector<float>(means[i..]) * Beta1 + gradient * (1 - Beta1);
            Vector<float> square = new Vector<float>(squares[i..]) * Beta2 + gradient * gradient * (1 - Beta2);
            mean.CopyTo(means[i..]);
            square.CopyTo(squares[i..]);
            Vector<float> denominator = Vector.SquareRoot(square) * scale + new Vector<float>(Epsilon);
            (new Vector<float>(weights[i..]) - mean / denominator * rate).CopyTo(weights[i..]);
        }
        for (int i = vectors; i < count; i++)
        {
            means[i] = means[i] * Beta1 + gradients[i] * (1 - Beta1);
            squares[i] = squares[i] * Beta2 + gradients[i] * gradients[i] * (1 - Beta2);
            weights[i] -= means[i] / (MathF.Sqrt(squares[i]) * scale + Epsilon) * rate;
        }
    }

    private static Span<float> Numbers(Tensor flat) => MemoryMarshal.Cast<byte, float>(flat.bytes);
}
