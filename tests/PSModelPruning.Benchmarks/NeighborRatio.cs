using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models.Neighbors;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times the search of nearest neighbours and scikit-learn's brute force on the same rows in turns, both on two threads, and prints the median of the
/// ratios of neighbours. Python is found on the path or named by the variable PYTHON.
/// </summary>
internal static class NeighborRatio
{
    private const int Rows = 100_000, Inputs = 30, Queries = 2_000, Neighbors = 5, Classes = 5;

    private const string Script = """
        import sys, time, numpy as np
        from sklearn.neighbors import KNeighborsClassifier
        folder, rows, inputs, k, kind = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
        x = np.fromfile(folder + '/rows', dtype=np.float32).reshape(rows, inputs).astype(kind)
        q = np.fromfile(folder + '/queries', dtype=np.float32).reshape(-1, inputs).astype(kind)
        y = np.fromfile(folder + '/labels', dtype=np.float32).astype(int)
        model = KNeighborsClassifier(n_neighbors=k, algorithm='brute', n_jobs=2).fit(x, y)
        model.predict(q[:16])
        print('ready', flush=True)
        for line in sys.stdin:
            start = time.perf_counter()
            found = model.predict(q)
            seconds = time.perf_counter() - start
            found.astype(np.float32).tofile(folder + '/predicted')
            print(seconds, flush=True)
        """;

    internal static void Measure(int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("neighbors").FullName;
        try
        {
            var random = new Random(1);
            float[] rows = Numbers(random, Rows * Inputs), queries = Numbers(random, Queries * Inputs);
            float[] labels = [.. Enumerable.Range(0, Rows).Select(row => Label(rows.AsSpan(row * Inputs, Inputs)))];
            Write(Path.Combine(folder, "rows"), rows);
            Write(Path.Combine(folder, "queries"), queries);
            Write(Path.Combine(folder, "labels"), labels);
            File.WriteAllText(Path.Combine(folder, "run.py"), Script);
            foreach (string kind in new[] { "float64", "float32" })
                Report(kind, rounds, folder, rows, queries, labels);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(string kind, int rounds, string folder, float[] rows, float[] queries, float[] labels)
    {
        var index = new NeighborIndex(DistanceCatalog.Get("Euclidean"), rows, Inputs);
        using Process python = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("PYTHON") ?? "python3",
            [Path.Combine(folder, "run.py"), folder, $"{Rows}", $"{Inputs}", $"{Neighbors}", kind]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        python.StandardOutput.ReadLine();
        float[] predicted = [];
        double[] ours = new double[rounds], theirs = new double[rounds];
        for (int round = -2; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            predicted = Predict(index, queries, labels);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            python.StandardInput.WriteLine();
            double other = double.Parse(python.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            if (round >= 0)
                (ours[round], theirs[round]) = (seconds, other);
        }
        python.StandardInput.Close();
        python.WaitForExit();
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "predicted"))).ToArray();
        int different = expected.Where((label, row) => label != predicted[row]).Count();
        Console.WriteLine($"{Rows:N0} x {Inputs}, {Queries:N0} queries, {Neighbors} neighbours: {Median(ours) * 1000:N0} ms, scikit-learn ({kind}) {Median(theirs) * 1000:N0} ms; "
            + $"median ratio {Median(ours.Zip(theirs, (a, b) => a / b)):N3} of {rounds} rounds; {different} of {Queries:N0} predictions differ");
    }

    private static float[] Predict(NeighborIndex index, float[] queries, float[] labels)
    {
        NeighborTable table = index.Search(queries, Neighbors, 2);
        var votes = new float[Classes];
        var predicted = new float[Queries];
        for (int row = 0; row < Queries; row++)
        {
            NeighborVote.Count(table.RowsOf(row), table.DistancesOf(row), labels, false, false, votes);
            predicted[row] = Array.IndexOf(votes, votes.Max());
        }
        return predicted;
    }

    private static float Label(ReadOnlySpan<float> row) => Math.Clamp(MathF.Floor(row[0] + row[1] * row[2] + 2.5f), 0, Classes - 1);

    private static float[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];

    private static void Write(string path, float[] values) => File.WriteAllBytes(path, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
