using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Importance;

/// <summary>
/// The coefficients of a linear model, however its graph is written: what the output changes by when one input goes from 0 to 1.
/// </summary>
internal static class LinearCoefficients
{
    private const int Batch = 512;

    /// <returns><c>[inputs][outputs]</c>: logits, or the target's own units.</returns>
    internal static double[][] Of(NetworkModel model, CancellationToken cancellation)
    {
        var runner = new GraphRunner(model.Graph);
        int width = model.Preprocessing.Width;
        double scale = model.Task == LearningTask.Classification ? 1 : model.TargetScale;
        long[] Shape(int rows) => [rows, .. model.Graph.InputShape.Select(size => (long)size)];
        var coefficients = new double[width][];
        using IDisposable noGradient = no_grad();
        using DisposeScope all = NewDisposeScope();
        Tensor atZero = runner.Run(zeros(Shape(1)), RunContext.Inference).to_type(ScalarType.Float64);
        for (int first = 0; first < width; first += Batch)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(Batch, width - first);
            var units = new float[count * width];
            for (int i = 0; i < count; i++)
                units[i * width + first + i] = 1;
            Tensor output = runner
                .Run(tensor(units, Shape(count)), RunContext.Inference)
                .to_type(ScalarType.Float64)
                .sub(atZero)
                .Times(scale);
            int outputs = (int)output.shape[1];
            double[] values = output.contiguous().data<double>().ToArray();
            for (int i = 0; i < count; i++)
                coefficients[first + i] = values[(i * outputs)..((i + 1) * outputs)];
        }
        return coefficients;
    }
}
