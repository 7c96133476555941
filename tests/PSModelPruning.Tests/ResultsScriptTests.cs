using System.Buffers.Binary;

namespace PSModelPruning.Tests;

/// <summary>The script that writes the page of results, on images that a program draws.</summary>
public sealed class ResultsScriptTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("PSModelPruning results ").FullName;

    [Fact]
    public void The_page_is_made_of_single_rows_that_are_measured_once_and_a_row_that_fails_costs_the_others_nothing()
    {
        string data = Path.Combine(_directory, "fashion-mnist");
        Directory.CreateDirectory(data);
        Draw(data, "train", 200);
        Draw(data, "t10k", 60);

        string first = Run("magnitude-70,resnet*,criteria-element-0-Random,criteria-element-0-Magnitude");

        string[] page = File.ReadAllLines(Path.Combine(_directory, "results.md"));
        Assert.Contains("magnitude-70, seed 1: ", first, StringComparison.Ordinal);
        Assert.Contains(page, line =>
            line.Contains("| Magnitude, one shot, 70 %", StringComparison.Ordinal) && line.Contains("| 70.0 % |", StringComparison.Ordinal)
        );
        Assert.Contains(page, line => line.StartsWith("| Random | ", StringComparison.Ordinal) && char.IsDigit(line["| Random | ".Length]));
        Assert.Contains(page, line => line.Contains("not measured", StringComparison.Ordinal));
        Assert.Contains("FAILED", first, StringComparison.Ordinal);
        Assert.Contains(page, line => line.StartsWith("# 1. ", StringComparison.Ordinal));

        string second = Run("magnitude-70,criteria-element-0-*om");

        Assert.DoesNotContain("magnitude-70, seed 1", second, StringComparison.Ordinal);
        Assert.Equal(page, File.ReadAllLines(Path.Combine(_directory, "results.md")));
        Assert.Contains("No row is named nonsense", Script("nonsense").Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_directory, "*.new"));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string Run(string rows) => Script(rows).Success();

    private EngineResult Script(string rows) =>
        Engine.Host.RunFile(
            Path.Combine(ModuleSession.Root, "tools", "Measure-Results.ps1"),
            "-DataPath",
            _directory,
            "-Row",
            rows,
            "-Seed",
            "1",
            "-OutputPath",
            Path.Combine(_directory, "results.md"),
            "-WorkPath",
            Path.Combine(_directory, "work")
        );

    /// <summary>IDX files of 28 x 28 images: a bright square whose place is its class.</summary>
    private static void Draw(string directory, string name, int rows)
    {
        byte[] images = new byte[16 + rows * 784],
            labels = new byte[8 + rows];
        BinaryPrimitives.WriteInt32BigEndian(images, 2051);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(4), rows);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(images.AsSpan(12), 28);
        BinaryPrimitives.WriteInt32BigEndian(labels, 2049);
        BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4), rows);
        var random = new Random(rows);
        for (int row = 0; row < rows; row++)
        {
            int label = row % 10;
            labels[8 + row] = (byte)label;
            for (int pixel = 0; pixel < 784; pixel++)
                images[16 + row * 784 + pixel] = (byte)(
                    random.Next(60)
                    + (pixel / 28 / 10 * 3 + pixel % 28 / 10 == label % 9 ? 20 * (label + 3) - random.Next(100) / 2 : 0) % 196
                );
        }
        File.WriteAllBytes(Path.Combine(directory, $"{name}-images-idx3-ubyte"), images);
        File.WriteAllBytes(Path.Combine(directory, $"{name}-labels-idx1-ubyte"), labels);
    }
}
