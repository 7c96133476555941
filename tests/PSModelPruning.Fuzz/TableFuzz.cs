using System.Globalization;
using System.Text;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Tests;

namespace PSModelPruning.Fuzz;

/// <summary>Tables, rows to predict, and images, changed at random.</summary>
public sealed class TableFuzz : IDisposable
{
    private static readonly byte[][] Words =
    [
        .. new[]
        {
            "\"",
            ",",
            ";",
            "\t",
            "\n",
            "\r\n",
            "\"\"",
            "1e39",
            "-1e300",
            "NaN",
            "NA",
            "∞",
            "1,5",
            "2024-13-45",
            "\u001b[2J",
            "\0",
            "\ufeff",
            "#",
            "{\"a\":",
            "[[[",
            "99999999999999999999999",
            "true",
            "''",
            "\\",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("fuzz").FullName;

    [Fact]
    public void A_table_is_imported_or_refused()
    {
        string[] tables = [.. Enumerable.Range(0, 4).Select(Table)];
        (int accepted, int refused) = Promise.Try(700, random =>
        {
            byte[] table = Mutations.Bytes(random, Encoding.UTF8.GetBytes(tables[random.Next(tables.Length)]), Words);
            string path = Write(random.Next(5) == 0 ? "rows.jsonl" : "rows.csv", table);
            Dataset dataset = DatasetImporter.Import([path], [], new ImportOptions { Target = "-1" }, SilentMonitor.Instance);
            float[] buffer = [];
            Assert.True(dataset.All.Rows(0, dataset.Rows, ref buffer).IndexOfInfinity() < 0, "An input is infinite.");
            return true;
        });
        Assert.True(accepted > 0 && refused > 0);
    }

    [Fact]
    public void A_row_is_predicted_or_refused()
    {
        Model[] models =
        [
            .. Directory
                .GetFiles(Path.Combine(TestRuntime.Root, "tests", "Fixtures", "ModelFiles"), "*.psmodel", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(path => ModelFile.Load(path, SilentMonitor.Instance))
                .Where(model => model.Preprocessing.Features.Count > 0),
        ];
        (int accepted, int refused) = Promise.Try(4000, random =>
        {
            Model model = models[random.Next(models.Length)];
            var preparer = new RowPreparer(model.Preprocessing);
            preparer.BindByPlace();
            var batch = new PredictionBatch<int>(model, 1, withAll: true);
            object?[] row = [.. model.Preprocessing.Features.Select(_ => Value(random))];
            preparer.Prepare(row, batch.NextInputs);
            batch.Add(0);
            RowPrediction prediction = batch.Predict((_, prediction) => prediction)[0];
            Assert.True(
                prediction.Label is null
                    ? double.IsFinite(prediction.Value ?? double.NaN)
                    : prediction.Probability is >= -1e-4 and <= 1.0001
            );
            return true;
        });
        Assert.True(accepted > 0 && refused > 0);
    }

    [Fact]
    public void Images_are_imported_or_refused()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0, 4, .. Enumerable.Range(0, 640).Select(i => (byte)(i * 7))];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 40, .. Enumerable.Range(0, 40).Select(i => (byte)(i % 3))];
        (int accepted, int refused) = Promise.Try(700, random =>
        {
            string path = Write("a-images-idx3-ubyte", Header(random, images));
            Write("a-labels-idx1-ubyte", Header(random, labels));
            DatasetImporter.Import([path], [], new ImportOptions(), SilentMonitor.Instance);
            return true;
        });
        Assert.True(accepted > 0 && refused > 0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Header(Random random, byte[] file)
    {
        if (random.Next(3) == 0)
            return file;
        byte[] changed = [.. file];
        changed[random.Next(16)] = (byte)(random.Next(2) == 0 ? random.Next(256) : 127);
        return random.Next(3) == 0 ? Mutations.Bytes(random, changed, Words) : changed;
    }

    private static object? Value(Random random) =>
        random.Next(9) switch
        {
            0 => null,
            1 => random.OddNumber(),
            2 => random.OddText(),
            3 => new Unspeakable(),
            4 => DateTime.MaxValue,
            5 => random.Next(2) == 0,
            6 => (decimal)random.Next(),
            _ => random.NextDouble() * 10,
        };

    private static string Table(int kind)
    {
        var random = new Random(kind);
        var text = new StringBuilder("id,size,color,when,y\n");
        for (int row = 0; row < 60; row++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row},{random.NextDouble() * 100:0.00},{(kind % 2 == 0 ? "\"red, dark\"" : "blue")}{random.Next(3)},"
                    + $"2024-01-{1 + row % 28:00},{(kind < 2 ? "ab"[row % 2] : 'c')}{(kind < 2 ? 0 : row % 7)}\n"
            );
        return text.ToString();
    }

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>An object that has no text.</summary>
    private sealed class Unspeakable
    {
        public override string ToString() => throw new InvalidOperationException("System.Secret");
    }
}
