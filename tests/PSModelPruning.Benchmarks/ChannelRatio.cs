using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// How much of what the multiply-accumulates promise channel pruning gives: the whole network and the pruned one, in turns.
/// </summary>
internal static class ChannelRatio
{
    internal static void Measure(int rounds)
    {
        TorchRuntime.EnsureAvailable();
        foreach (
            (string preset, int[] shape) in new[] { ("ConvNet", new[] { 1, 28, 28 }), ("ResNet20", [3, 32, 32]), ("Vgg", [1, 28, 28]) }
        )
        {
            foreach (double sparsity in new[] { 0.3, 0.5, 0.7 })
                Measure(preset, shape, sparsity, rounds);
        }
    }

    private static void Measure(string preset, int[] shape, double sparsity, int rounds)
    {
        const int rows = 64;
        using NetworkModel whole = InferenceWorkload.Model(NetworkFactory.FromPreset(preset, shape, 10, 1)).Finished();
        var options = new PruningOptions
        {
            Method = "Random",
            Target = new PruningTarget { Sparsity = sparsity },
            Seed = 1,
            Network = new() { Granularity = "Channel", FineTuneEpochs = 0 },
        };
        using var pruned = (NetworkModel)ModelPruners.For(whole).Prune(whole, null, options, SilentMonitor.Instance);
        using NetworkModel plain = InferenceWorkload.Model(whole.Graph.Clone()),
            plainPruned = InferenceWorkload.Model(pruned.Graph.Clone());
        var speedUps = new List<double>();
        var plainSpeedUps = new List<double>();
        double wholeSeconds = 0,
            prunedSeconds = 0;
        for (int round = 0; round < rounds; round++)
        {
            wholeSeconds = InferenceWorkload.Seconds(whole, rows);
            prunedSeconds = InferenceWorkload.Seconds(pruned, rows);
            speedUps.Add(wholeSeconds / prunedSeconds);
            plainSpeedUps.Add(InferenceWorkload.Seconds(plain, rows) / InferenceWorkload.Seconds(plainPruned, rows));
        }
        double promised = (double)whole.MultiplyAccumulates / pruned.MultiplyAccumulates;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{preset}, {sparsity:P0} of the channels, batch {rows}: {1000 * wholeSeconds:0.00} ms to {1000 * prunedSeconds:0.00} ms "
                    + $"({pruned.Kernels[^1].Kernel}), {Ratio.Median(speedUps):0.00} times as fast, "
            )
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{promised:0.00} times fewer multiply-accumulates: {Ratio.Median(speedUps) / promised:0.00} of them; through "
                        + $"libtorch {Ratio.Median(plainSpeedUps) / promised:0.00}"
                )
        );
    }
}
