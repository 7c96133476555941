using System.Diagnostics;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times the trainer and the hand-written loop in turns and prints the median of the ratios of neighbours: what else runs on the machine
/// falls on both.
/// </summary>
internal static class TrainingRatio
{
    internal static void Measure(int pairs)
    {
        Measure("LeNet300, batch 128, Adam", TrainingWorkload.LeNet300(), pairs);
        Measure("ConvNet, batch 64, SGD", TrainingWorkload.ConvNet(), pairs);
    }

    private static void Measure(string name, TrainingWorkload workload, int pairs)
    {
        using (workload)
        {
            var trainer = new List<double>();
            var hand = new List<double>();
            for (int pair = -2; pair < pairs; pair++)
            {
                // Who goes first alternates, so that neither always follows the other.
                double first = Seconds(pair % 2 == 0 ? workload.ByTrainer : workload.ByHand);
                double second = Seconds(pair % 2 == 0 ? workload.ByHand : workload.ByTrainer);
                if (pair < 0)
                    continue;
                trainer.Add(pair % 2 == 0 ? first : second);
                hand.Add(pair % 2 == 0 ? second : first);
            }
            Console.WriteLine(
                $"{name}: trainer {Median(trainer) * 1000:N0} ms, by hand {Median(hand) * 1000:N0} ms an epoch; "
                    + $"median ratio {Median(trainer.Zip(hand, (t, h) => t / h)):N3} of {pairs} pairs"
            );
        }
    }

    private static double Seconds(Func<double> epoch)
    {
        long start = Stopwatch.GetTimestamp();
        epoch();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
