using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Networks with zeros through the kernel that they choose, and through libtorch with the number of threads that suits it best, in turns.
/// </summary>
internal static class SparseRatio
{
    internal static void Measure(int rounds)
    {
        TorchRuntime.EnsureAvailable();
        foreach (double zeros in new[] { 0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98 })
            Measure("LeNet300", [1, 28, 28], zeros, rounds);
        foreach (string preset in new[] { "LeNet5", "ConvNet" })
        {
            foreach (double zeros in new[] { 0.0, 0.5, 0.9, 0.98 })
                Measure(preset, [1, 28, 28], zeros, rounds);
        }
        Measure("ResNet20", [3, 32, 32], 0.9, rounds);
    }

    private static void Measure(string preset, int[] shape, double zeros, int rounds)
    {
        using NetworkModel chosen = InferenceWorkload.Model(InferenceWorkload.Network(preset, shape, zeros)).Finished();
        using NetworkModel dense = InferenceWorkload.Model(InferenceWorkload.Network(preset, shape, zeros));
        foreach (int rows in new[] { 1, 64 })
        {
            var ours = new List<double>();
            var theirs = new List<double>();
            for (int round = 0; round < rounds; round++)
            {
                ours.Add(InferenceWorkload.Seconds(chosen, rows));
                theirs.Add(Enumerable.Range(1, Environment.ProcessorCount).Min(threads => InferenceWorkload.Seconds(dense, rows, threads)));
            }
            string kernel = chosen.Kernels.FirstOrDefault(kernel => kernel.BatchSize == rows)?.Kernel ?? "Dense";
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{preset}, {zeros:P0} zeros, batch {rows}: {kernel} {1000 * Ratio.Median(ours):0.0000} ms, libtorch "
                        + $"{1000 * Ratio.Median(theirs):0.0000} ms, {Ratio.Median(theirs.Zip(ours, (t, o) => t / o)):0.00} times as fast"
                )
            );
        }
    }
}
