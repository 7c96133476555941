using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times training, pruning and predicting on a machine that is quiet and on one that is shared with busy processes, which this starts.
/// The fair share of a machine of C cores beside L busy processes is C of C + L, so that a work takes (C + L) / C of its quiet time.
/// Each work runs in two processes in turns: as the module waits, and as OpenMP waits by itself.
/// </summary>
internal static class SharedRatio
{
    private const string SpinCount = "GOMP_SPINCOUNT";

    // What libgomp takes where nobody says anything.
    private const string OwnSpinCount = "300000";

    private static readonly (string Name, Func<Action> Make)[] Works =
    [
        ("training", Training),
        ("convolutions", Convolutions),
        ("pruning", Pruning),
        ("predicting", Predicting),
    ];

    /// <param name="rounds">Rounds that count, quiet and shared each.</param>
    /// <param name="load">Busy processes.</param>
    /// <param name="spinCount">A number of looks to compare with, in place of what the module sets.</param>
    internal static void Measure(int rounds, int load, string? spinCount)
    {
        double fair = (Environment.ProcessorCount + load) / (double)Environment.ProcessorCount;
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Environment.ProcessorCount} cores, {load} busy processes: a fair share takes {fair:0.00} times as long"
            )
        );
        foreach ((string name, _) in Works)
        {
            using var ours = new Worker(name, spinCount);
            using var theirs = new Worker(name, OwnSpinCount);
            List<(double Ours, double Theirs)> quiet = Times(ours, theirs, rounds),
                shared;
            List<Process> busy = [.. Enumerable.Range(0, load).Select(_ => Start("shared-load"))];
            try
            {
                shared = Times(ours, theirs, rounds);
            }
            finally
            {
                busy.ForEach(Stop);
            }
            string our = Spread(Shares(quiet.Select(t => t.Ours), shared.Select(t => t.Ours), fair)),
                their = Spread(Shares(quiet.Select(t => t.Theirs), shared.Select(t => t.Theirs), fair));
            Console.WriteLine(
                $"{name}: quiet {Spread(quiet.Select(t => t.Ours), 1000)} ms, {Spread(quiet.Select(t => t.Ours / t.Theirs))} of"
            );
            Console.WriteLine($"  OpenMP's own waiting; shared, in fair shares: {our}, with OpenMP's own waiting {their}");
        }
    }

    /// <summary>Does a work whenever a line comes, and answers with its seconds.</summary>
    internal static void Serve(string name)
    {
        Action work = Works.First(work => work.Name == name).Make();
        work();
        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            Console.WriteLine(Stopwatch.GetElapsedTime(start).TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Takes a core until the process that started this one is gone.</summary>
    internal static void KeepBusy()
    {
        var parent = new Thread(() =>
        {
            while (Console.Read() >= 0) { }
            Environment.Exit(0);
        });
        parent.Start();
        for (ulong x = 1; ; x = x * 6364136223846793005 + 1)
            if (x == 0)
                Console.WriteLine();
    }

    private static List<(double, double)> Times(Worker ours, Worker theirs, int rounds)
    {
        var times = new List<(double, double)>();
        for (int round = -1; round < rounds; round++)
        {
            // Who goes first alternates.
            double first = (round % 2 == 0 ? ours : theirs).Seconds(),
                second = (round % 2 == 0 ? theirs : ours).Seconds();
            if (round >= 0)
                times.Add(round % 2 == 0 ? (first, second) : (second, first));
        }
        return times;
    }

    private static IEnumerable<double> Shares(IEnumerable<double> quiet, IEnumerable<double> shared, double fair)
    {
        double median = Ratio.Median(quiet);
        return [.. shared.Select(seconds => seconds / median / fair)];
    }

    /// <summary>The median, and the quartiles around it.</summary>
    private static string Spread(IEnumerable<double> values, double factor = 1)
    {
        double[] sorted = [.. values.Select(value => value * factor).Order()];
        string format = factor > 1 ? "0" : "0.00";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Ratio.Median(sorted).ToString(format, CultureInfo.InvariantCulture)} "
                + $"({sorted[sorted.Length / 4].ToString(format, CultureInfo.InvariantCulture)}–"
                + $"{sorted[^(sorted.Length / 4 + 1)].ToString(format, CultureInfo.InvariantCulture)})"
        );
    }

    private static Action Training()
    {
        TrainingWorkload workload = TrainingWorkload.LeNet300(12_800);
        return () => workload.ByTrainer();
    }

    private static Action Convolutions()
    {
        TrainingWorkload workload = TrainingWorkload.ConvNet(640);
        return () => workload.ByTrainer();
    }

    private static Action Pruning()
    {
        TorchRuntime.EnsureAvailable();
        NetworkModel model = InferenceWorkload.Model(NetworkFactory.FromPreset("LeNet300", [1, 28, 28], 10, 1));
        var options = new PruningOptions
        {
            Target = new PruningTarget { Sparsity = 0.9 },
            Seed = 1,
        };
        return () =>
        {
            for (int i = 0; i < 4; i++)
                ModelPruners.For(model, options).Prune(model, null, options, SilentMonitor.Instance).Dispose();
        };
    }

    private static Action Predicting()
    {
        TorchRuntime.EnsureAvailable();
        NetworkModel model = InferenceWorkload.Model(NetworkFactory.FromPreset("LeNet300", [1, 28, 28], 10, 1));
        const int rows = 512;
        float[] inputs = new float[rows * 784],
            outputs = new float[rows * 10];
        return () =>
        {
            for (int i = 0; i < 40; i++)
                model.Predict(inputs, rows, outputs);
        };
    }

    private static Process Start(string what, string? argument = null, string? spinCount = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "PSModelPruning.Benchmarks.dll"));
        start.ArgumentList.Add(what);
        if (argument is not null)
            start.ArgumentList.Add(argument);
        if (spinCount is not null)
            start.Environment[SpinCount] = spinCount;
        return Process.Start(start)!;
    }

    private static void Stop(Process process)
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5_000))
            process.Kill();
        process.Dispose();
    }

    /// <summary>A process that does one work again and again.</summary>
    private sealed class Worker : IDisposable
    {
        private readonly Process _process;

        internal Worker(string work, string? spinCount)
        {
            _process = Start("shared-worker", work, spinCount);
            if (_process.StandardOutput.ReadLine() != "ready")
                throw new InvalidOperationException($"The process that does {work} did not start.");
        }

        internal double Seconds()
        {
            _process.StandardInput.WriteLine();
            return double.Parse(_process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        }

        public void Dispose() => Stop(_process);
    }
}
