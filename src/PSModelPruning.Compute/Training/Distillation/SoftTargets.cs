using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>What a teacher says about rows, in the form that a student learns from.</summary>
internal static class SoftTargets
{
    /// <summary>
    /// The least probability that is softened: trees, forests and neighbours say exactly 0, whose logarithm no temperature could soften.
    /// At a temperature of 1 it changes a probability by a millionth a class.
    /// </summary>
    internal const double Floor = 1e-6;

    private const int RowsAtOnce = 256;

    /// <summary>
    /// The logarithms of the teacher's probabilities at a temperature, <c>[rows × classes]</c>. For networks that is the log-softmax of
    /// logits / T;
    /// for other teachers p^(1/T) / Σ p^(1/T), with p at least <see cref="Floor"/>.
    /// </summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="rows">The rows as the teacher takes them.</param>
    /// <param name="classOrder">The teacher's class index of each of the student's classes.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="monitor">Is looked at for cancellation every batch.</param>
    internal static float[] LogProbabilities(
        Model teacher,
        PartitionView rows,
        IReadOnlyList<int> classOrder,
        double temperature,
        IWorkMonitor monitor
    )
    {
        int classes = classOrder.Count;
        var targets = new float[(long)rows.RowCount * classes];
        Span<double> scaled = stackalloc double[classes <= 1024 ? classes : 0];
        if (scaled.Length == 0)
            scaled = new double[classes];
        float[] scores = teacher is NetworkModel network ? Logits(network, rows, monitor) : LogFloored(teacher, rows, monitor);
        for (int row = 0; row < rows.RowCount; row++)
        {
            ReadOnlySpan<float> given = scores.AsSpan(row * classes, classes);
            double greatest = double.NegativeInfinity,
                sum = 0;
            for (int i = 0; i < classes; i++)
                greatest = Math.Max(greatest, scaled[i] = given[classOrder[i]] / temperature);
            for (int i = 0; i < classes; i++)
                sum += Math.Exp(scaled[i] - greatest);
            double normalizer = greatest + Math.Log(sum);
            for (int i = 0; i < classes; i++)
                targets[row * classes + i] = (float)(scaled[i] - normalizer);
        }
        return targets;
    }

    /// <summary>The numbers that the teacher predicts, in the student's learned units, <c>[rows]</c>.</summary>
    internal static float[] Numbers(Model teacher, PartitionView rows, double offset, double scale, IWorkMonitor monitor)
    {
        var targets = new float[rows.RowCount];
        double shift = teacher.TargetOrigin - rows.TargetOffset;
        ModelPredictor.ForEachBatchReproducibly(teacher, rows, monitor, (first, outputs) =>
        {
            for (int i = 0; i < outputs.Length; i++)
                targets[first + i] = (float)((outputs[i] + shift - offset) / scale);
        });
        return targets;
    }

    private static float[] LogFloored(Model teacher, PartitionView rows, IWorkMonitor monitor)
    {
        var scores = new float[(long)rows.RowCount * teacher.OutputCount];
        ModelPredictor.ForEachBatchReproducibly(teacher, rows, monitor, (first, outputs) =>
        {
            for (int i = 0; i < outputs.Length; i++)
                scores[first * teacher.OutputCount + i] = (float)Math.Log(Math.Max(outputs[i], Floor));
        });
        return scores;
    }

    private static float[] Logits(NetworkModel teacher, PartitionView rows, IWorkMonitor monitor)
    {
        var scores = new float[(long)rows.RowCount * teacher.OutputCount];
        Graph graph = teacher.Graph;
        var runner = new GraphRunner(graph);
        float[] buffer = [];
        for (int first = 0; first < rows.RowCount; first += RowsAtOnce)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(RowsAtOnce, rows.RowCount - first);
            using DisposeScope scope = NewDisposeScope();
            Tensor input = empty([count, .. graph.InputShape.Select(size => (long)size)], ScalarType.Float32);
            MemoryMarshal.AsBytes(rows.Rows(first, count, ref buffer)).CopyTo(input.bytes);
            Tensor logits = runner.Infer(input).contiguous();
            MemoryMarshal.Cast<byte, float>(logits.bytes).CopyTo(scores.AsSpan(first * teacher.OutputCount));
        }
        return scores;
    }
}
