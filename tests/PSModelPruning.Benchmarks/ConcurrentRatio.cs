using System.Diagnostics;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times two trainings on two threads of the process at once against the same two one after the other, in turns, and prints the median of
/// the ratios: 0.5 is the best that two cores allow, 1 means that nothing is gained.
/// </summary>
internal static class ConcurrentRatio
{
    internal static void Measure(int pairs)
    {
        Measure("LeNet300, 1 thread each", () => TrainingWorkload.LeNet300(6_400, threads: 1), pairs);
        Measure("LeNet300, threads not given", () => TrainingWorkload.LeNet300(6_400), pairs);
        Measure("ConvNet, 1 thread each", () => TrainingWorkload.ConvNet(640, threads: 1), pairs);
        Measure("ConvNet, threads not given", () => TrainingWorkload.ConvNet(640), pairs);
    }

    private static void Measure(string name, Func<TrainingWorkload> make, int pairs)
    {
        using TrainingWorkload first = make(),
            second = make();
        Ratio.Print($"{name}, two at once to two in a row", pairs, () => AtOnce(first, second), () => InARow(first, second));
    }

    private static void AtOnce(TrainingWorkload first, TrainingWorkload second)
    {
        var other = new Thread(() => second.ByTrainer());
        other.Start();
        first.ByTrainer();
        other.Join();
    }

    private static double InARow(TrainingWorkload first, TrainingWorkload second)
    {
        long start = Stopwatch.GetTimestamp();
        first.ByTrainer();
        second.ByTrainer();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
