using System.Runtime.InteropServices;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Tests;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Fuzz;

/// <summary>Model files of every family: damaged, and changed with right checksums.</summary>
public sealed class ModelFileFuzz
{
    private static readonly Lazy<byte[][]> Files = new(() =>
        [
            .. Directory
                .GetFiles(Path.Combine(TestRuntime.Root, "tests", "Fixtures", "ModelFiles"), "*.psmodel", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllBytes),
        ]
    );

    [Fact]
    public void A_damaged_file_is_an_error()
    {
        (_, int refused) = Promise.Try(800, random => Use(
                random,
                Mutations.Bytes(
                    random,
                    Any(random),
                    [
                        [0],
                        "PK\u0003\u0004"u8.ToArray(),
                    ]
                )
            ));
        Assert.True(refused > 0);
    }

    [Fact]
    public void A_forged_description_is_an_error_or_a_model_that_predicts()
    {
        (int accepted, int refused) = Promise.Try(1200, random => Use(random, ForgedFile.Rebuild(Any(random), parts =>
                {
                    string part = Pick(random, parts, ".json");
                    parts[part] = Mutations.Json(random, parts[part]);
                })));
        Assert.True(accepted > 0 && refused > 0);
    }

    [Fact]
    public void Forged_numbers_are_an_error_or_a_model_that_predicts()
    {
        (int accepted, int refused) = Promise.Try(1200, random => Use(random, ForgedFile.Rebuild(Any(random), parts =>
                {
                    if (parts.Keys.Any(name => name.EndsWith(".safetensors", StringComparison.Ordinal)))
                        ForgeNumber(random, parts[Pick(random, parts, ".safetensors")]);
                })));
        Assert.True(accepted > 0 && refused > 0);
    }

    private static byte[] Any(Random random) => Files.Value[random.Next(Files.Value.Length)];

    private static string Pick(Random random, Dictionary<string, byte[]> parts, string extension)
    {
        string[] names =
        [
            .. parts
                .Keys.Where(name => name != "manifest.json" && name.EndsWith(extension, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
        return names[random.Next(names.Length)];
    }

    private static void ForgeNumber(Random random, byte[] part)
    {
        int header = (int)BitConverter.ToInt64(part),
            data = part.Length - 8 - header;
        if (random.Next(6) == 0 || data < 8)
            part[8 + random.Next(header)] = (byte)random.Next(32, 127);
        else if (random.Next(2) == 0)
            MemoryMarshal.Write(part.AsSpan(8 + header + random.Next(data / 4) * 4), (float)random.OddNumber());
        else
            MemoryMarshal.Write(part.AsSpan(8 + header + random.Next(data / 8) * 8), random.OddNumber());
    }

    /// <summary>Reads a model and predicts with it; what is predicted is a number, or an error of the row.</summary>
    private static bool Use(Random random, byte[] file)
    {
        using Model model = ModelFile.Load(new MemoryStream(file), "fuzzed.psmodel", SilentMonitor.Instance);
        Assert.DoesNotContain('\u001b', model.Name);
        Assert.True(model.Preprocessing.Width < 1 << 22);
        var batch = new PredictionBatch<int>(model, 4, withAll: true);
        for (int row = 0; row < 6; row++)
        {
            Span<float> inputs = batch.NextInputs;
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = row == 0 ? 0 : (float)(random.NextDouble() * 8 - 4);
            batch.Add(row);
            if (!batch.IsFull && row < 5)
                continue;
            foreach (RowPrediction prediction in batch.Predict((_, prediction) => prediction))
                Assert.True(IsNumber(prediction), "A prediction is not a number.");
        }
        return true;
    }

    private static bool IsNumber(RowPrediction prediction) =>
        prediction.Label is null
            ? prediction.Value is { } value && double.IsFinite(value)
            : prediction.Probability is >= -1e-4 and <= 1.0001;
}
