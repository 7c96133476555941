using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

/// <summary>Nearest neighbours for tests, and what is left of them.</summary>
internal static class NeighborFixture
{
    /// <summary>A model of rows with one input each.</summary>
    internal static NeighborModel OnALine(int neighbors, params (double X, int Class)[] rows) =>
        Model([.. rows.Select(row => (float)row.X)], [.. rows.Select(row => (float)row.Class)], 1, neighbors);

    internal static NeighborModel Model(
        float[] inputs,
        float[] targets,
        int width,
        int neighbors,
        string distance = "Euclidean",
        string weighting = "Uniform",
        bool isNumber = false,
        Dataset? dataset = null
    ) =>
        new(
            new ModelDescription
            {
                Name = "neighbours",
                Task = isNumber ? LearningTask.Regression : LearningTask.Classification,
                Classes = isNumber ? [] : [.. Enumerable.Range(0, Math.Max(2, (int)targets.Max() + 1)).Select(c => $"c{c}")],
                Preprocessing = Schema(width),
                Dataset = dataset,
            },
            inputs,
            targets,
            new NeighborOptions
            {
                Neighbors = neighbors,
                Distance = distance,
                Weighting = weighting,
                Threads = 2,
            }
        );

    /// <summary>
    /// A data set of Gaussian clouds that overlap, one around a random centre a class; a third of the rows are for validation.
    /// </summary>
    internal static Dataset Clouds(int rows, int width, int classes, int seed, double spread = 1, bool isNumber = false)
    {
        var random = new Random(seed);
        float[] centres = [.. Enumerable.Range(0, classes * width).Select(_ => (float)(random.NextDouble() * 3))];
        var inputs = new float[rows * width];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            int cloud = random.Next(classes);
            for (int i = 0; i < width; i++)
                inputs[row * width + i] =
                    centres[cloud * width + i] + (float)(spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            targets[row] = isNumber ? inputs[row * width] * 10 + (float)random.NextDouble() : cloud;
        }
        return new Dataset(
            "clouds",
            isNumber ? LearningTask.Regression : LearningTask.Classification,
            Schema(width),
            Schema(width).Features,
            isNumber ? [] : [.. Enumerable.Range(0, classes).Select(c => $"c{c}")],
            inputs,
            targets,
            rows - rows / 3,
            rows / 3,
            0
        )
        {
            Hash = "clouds",
        };
    }

    internal static NeighborModel On(Dataset dataset, int neighbors, string distance = "Euclidean", string weighting = "Uniform") =>
        new(
            new ModelDescription
            {
                Name = "neighbours",
                Task = dataset.Task,
                Classes = dataset.Classes,
                Preprocessing = dataset.Preprocessing,
                Dataset = dataset,
            },
            dataset.Training.Inputs,
            dataset.Training.Targets,
            new NeighborOptions
            {
                Neighbors = neighbors,
                Distance = distance,
                Weighting = weighting,
                Threads = 2,
            }
        );

    internal static NeighborModel Prune(
        NeighborModel model,
        string method,
        PruningTarget? target = null,
        int seed = 1,
        IWorkMonitor? monitor = null
    )
    {
        var options = new PruningOptions
        {
            Method = method,
            Target = target ?? new PruningTarget(),
            Seed = seed,
        };
        return (NeighborModel)ModelPruners.For(model, options).Prune(model, null, options, monitor ?? SilentMonitor.Instance);
    }

    internal static string PruneError(NeighborModel model, string method, PruningTarget? target = null) =>
        Assert.Throws<ComputeException>(() => Prune(model, method, target)).ErrorId;

    /// <summary>Which of a model's prototypes another one has, by index; each of the other's must be one of the model's.</summary>
    internal static int[] Kept(NeighborModel model, NeighborModel pruned)
    {
        int width = model.Preprocessing.Width;
        var kept = new List<int>();
        for (int row = 0, next = 0; row < model.Prototypes && next < pruned.Prototypes; row++)
        {
            if (
                !model.Inputs.Span.Slice(row * width, width).SequenceEqual(pruned.Inputs.Span.Slice(next * width, width))
                || model.Targets.Span[row] != pruned.Targets.Span[next]
            )
                continue;
            kept.Add(row);
            next++;
        }
        Assert.Equal(pruned.Prototypes, kept.Count);
        return [.. kept];
    }

    /// <summary>What a model says of rows: a class index or number each.</summary>
    internal static float[] Predict(NeighborModel model, ReadOnlySpan<float> inputs)
    {
        int rows = inputs.Length / model.Preprocessing.Width,
            outputs = model.OutputCount;
        var output = new float[rows * outputs];
        model.Predict(inputs, rows, output);
        return model.Task == LearningTask.Regression
            ? output
            :
            [
                .. Enumerable
                    .Range(0, rows)
                    .Select(row =>
                        (float)Array.IndexOf(output, output.AsSpan(row * outputs, outputs).ToArray().Max(), row * outputs, outputs)
                        - row * outputs
                    ),
            ];
    }

    private static Preprocessing Schema(int width) =>
        new()
        {
            Features =
            [
                .. Enumerable
                    .Range(0, width)
                    .Select(i => new DatasetColumn
                    {
                        Name = $"x{i}",
                        FirstInput = i,
                        InputCount = 1,
                    }),
            ],
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
            InputShape = [width],
        };
}
