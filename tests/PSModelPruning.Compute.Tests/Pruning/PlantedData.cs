using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Data sets whose relevant, redundant and useless features are known.</summary>
internal static class PlantedData
{
    /// <summary>
    /// Two classes by the sum of two independent numbers: <c>cause1</c>, <c>cause2</c>, <c>copy1</c> (cause1 and a little noise) and as
    /// many columns of noise as are asked for.
    /// </summary>
    internal static Dataset Classes(int noise = 6, int training = 300, int validation = 150, int test = 0, int seed = 1)
    {
        var random = new Random(seed);
        string[] names = ["cause1", "cause2", "copy1", .. Enumerable.Range(1, noise).Select(i => $"noise{i}")];
        int rows = training + validation + test;
        var inputs = new float[rows * names.Length];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            Span<float> values = inputs.AsSpan(row * names.Length, names.Length);
            for (int i = 0; i < values.Length; i++)
                values[i] = Normal(random);
            values[2] = values[0] + 0.1f * values[2];
            targets[row] = values[0] + values[1] + 0.2f * Normal(random) > 0 ? 1 : 0;
        }
        return DatasetFactory.Create(inputs, targets, [names.Length], ["no", "yes"], validation, test, "planted", names);
    }

    /// <summary>A number that is 3·cause1 − 2·cause2 and a little noise; <c>copy1</c> and noise as above.</summary>
    internal static Dataset Numbers(int noise = 4, int training = 300, int validation = 150, int seed = 1)
    {
        Dataset classes = Classes(noise, training, validation, 0, seed);
        var random = new Random(seed + 1);
        float[] inputs = classes.All.InOnePiece().ToArray();
        int width = classes.Inputs;
        float[] targets =
        [
            .. Enumerable
                .Range(0, classes.Rows)
                .Select(row => 3 * inputs[row * width] - 2 * inputs[row * width + 1] + 0.1f * Normal(random)),
        ];
        return DatasetFactory.Create(
            inputs,
            targets,
            [width],
            [],
            validation,
            0,
            "planted",
            [.. classes.Preprocessing.Features.Select(feature => feature.Name)]
        );
    }

    internal static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
