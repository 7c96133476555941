using System.Diagnostics;
using System.Globalization;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times two works in turns and prints the median of the ratios of neighbours: what else runs on the machine falls on both.
/// </summary>
internal static class Ratio
{
    /// <param name="name">What is measured.</param>
    /// <param name="rounds">Pairs that count; one pair before them warms up.</param>
    /// <param name="ours">Does our work.</param>
    /// <param name="theirs">Does the other's, and returns its seconds.</param>
    internal static void Print(string name, int rounds, Action ours, Func<double> theirs)
    {
        var our = new List<double>();
        var their = new List<double>();
        for (int round = -1; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            ours();
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                other = theirs();
            if (round < 0)
                continue;
            our.Add(seconds);
            their.Add(other);
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: ours {Median(our):0.000} s, theirs {Median(their):0.000} s; median ratio "
                    + $"{Median(our.Zip(their, (o, t) => o / t)):0.000} of {rounds} pairs"
            )
        );
    }

    internal static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
