using System.Diagnostics;
using System.Globalization;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times the import and the two bare loops in turns and prints the median of the ratios of neighbours: what else runs on the machine falls
/// on all.
/// Warm: one after another in this process. Cold: each the first and only work of a process of its own, the import with the assemblies that
/// the module ships, the loops with CsvHelper as its package has it.
/// </summary>
internal static class ImportRatio
{
    private static readonly string[] Works = ["import", "parse", "string"];

    internal static void Measure(int rounds)
    {
        ImportBenchmark benchmark = Prepare();
        foreach (string work in Works)
        {
            Seconds(benchmark, work);
            Seconds(benchmark, work);
        }
        Report("warm", rounds, work => Seconds(benchmark, work));
        Report("first in the process", rounds, SecondsOfProcess);
    }

    /// <summary>Prints the seconds of one work, done once.</summary>
    internal static void MeasureOnce(string work) => Console.WriteLine(Seconds(Prepare(), work).ToString(CultureInfo.InvariantCulture));

    private static ImportBenchmark Prepare()
    {
        var benchmark = new ImportBenchmark();
        benchmark.WriteTable();
        return benchmark;
    }

    private static void Report(string name, int rounds, Func<string, double> seconds)
    {
        double[][] times = [.. Works.Select(_ => new double[rounds])];
        for (int round = 0; round < rounds; round++)
        {
            // Who goes first changes, so that none always follows the same other.
            for (int turn = 0; turn < Works.Length; turn++)
            {
                int work = (round + turn) % Works.Length;
                times[work][round] = seconds(Works[work]);
            }
        }
        Console.WriteLine(
            $"{name}: import {Median(times[0]) * 1000:N0} ms, loop of Parse<float> {Median(times[1]) * 1000:N0} ms, loop of "
                + $"float.Parse(GetString) {Median(times[2]) * 1000:N0} ms; "
                + $"median ratio {Median(times[0].Zip(times[1], (a, b) => a / b)):N3} and "
                + $"{Median(times[0].Zip(times[2], (a, b) => a / b)):N3} of {rounds} rounds"
        );
    }

    private static double Seconds(ImportBenchmark benchmark, string work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        object result = work switch
        {
            "import" => benchmark.ImportDataset(),
            "parse" => benchmark.BareCsvHelperLoop(),
            _ => benchmark.BareCsvHelperStringLoop(),
        };
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        GC.KeepAlive(result);
        return seconds;
    }

    private static double SecondsOfProcess(string work)
    {
        string assembly = typeof(ImportRatio).Assembly.Location;
        using Process process = Process.Start(
            new ProcessStartInfo("dotnet", [assembly, "ratio", "import-once", work]) { RedirectStandardOutput = true }
        )!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
