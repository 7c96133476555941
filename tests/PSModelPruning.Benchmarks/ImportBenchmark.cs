using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Importing a table of 500,000 rows and 22 columns (88 MB): the whole import (inference, partitions, statistics, scaling) against bare
/// single-threaded CsvHelper loops that parse the same numbers into one array: by the reader's own Parse, and by way of strings.
/// </summary>
[WarmupCount(2)]
[IterationCount(7)]
[InvocationCount(1)]
public class ImportBenchmark
{
    private const int Rows = 500_000;
    private const int Columns = 22;
    private string _path = "";

    /// <summary>Writes the table.</summary>
    [GlobalSetup]
    public void WriteTable()
    {
        _path = Path.Combine(Path.GetTempPath(), $"import-benchmark-{Rows}x{Columns}.csv");
        if (!File.Exists(_path))
            WriteTable(_path);
    }

    internal static void WriteTable(string path)
    {
        var random = new Random(1);
        using var writer = new StreamWriter(path, false, new UTF8Encoding(false), 1 << 20);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Columns - 1).Select(i => $"x{i}").Append("target")));
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns - 1; column++)
            {
                writer.Write((random.NextDouble() * 200 - 100).ToString("F4", CultureInfo.InvariantCulture));
                writer.Write(',');
            }
            writer.WriteLine(random.Next(2).ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The bare loop as CsvHelper 34 offers it: numbers are parsed from the bytes of the file.</summary>
    [Benchmark(Baseline = true)]
    public float[] BareCsvHelperLoop()
    {
        var numbers = new float[Rows * Columns];
        using CsvReader reader = CsvReader.FromFile(_path);
        int next = 0;
        while (reader.Read())
        {
            for (int column = 0; column < Columns; column++)
                numbers[next++] = reader.Parse<float>(column);
        }
        return numbers;
    }

    /// <summary>The bare loop as it is written by who takes fields as strings.</summary>
    [Benchmark]
    public float[] BareCsvHelperStringLoop()
    {
        var numbers = new float[Rows * Columns];
        using CsvReader reader = CsvReader.FromFile(_path);
        int next = 0;
        while (reader.Read())
        {
            for (int column = 0; column < Columns; column++)
                numbers[next++] = float.Parse(reader.GetString(column), CultureInfo.InvariantCulture);
        }
        return numbers;
    }

    /// <summary>The import.</summary>
    [Benchmark]
    public Dataset ImportDataset() =>
        DatasetImporter.Import([_path], [], new ImportOptions { Target = "target", Seed = 1 }, SilentMonitor.Instance);
}
