using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Data and trained networks for the tests of pruning.</summary>
internal static class PruningFixture
{
    internal static readonly SilentMonitor Silent = SilentMonitor.Instance;

    private static readonly Lazy<Dataset> LoadedDigits = new(ReadDigits);
    private static readonly Lazy<NetworkModel> TrainedDigits = new(() =>
        Train(NetworkFactory.FromPreset("Mlp", [64], 10, 1), LoadedDigits.Value, 25)
    );

    /// <summary>The 1797 digits: 1197 for training, 300 for validation, 300 for test.</summary>
    internal static Dataset Digits => LoadedDigits.Value;

    /// <summary>The preset Mlp, trained on the digits. Shared: never disposed, never changed.</summary>
    internal static NetworkModel DigitsModel => TrainedDigits.Value;

    /// <summary>Rows around one centre a class, as images where the shape has three axes.</summary>
    internal static Dataset Blobs(IReadOnlyList<int> shape, int classes = 3, int training = 96, int validation = 48, int seed = 1)
    {
        int width = shape.Aggregate(1, (product, size) => product * size),
            rows = training + validation;
        var random = new Random(seed);
        float[] centres = [.. Enumerable.Range(0, classes * width).Select(_ => (float)(random.NextDouble() * 2 - 1))];
        var inputs = new float[rows * width];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            targets[row] = row % classes;
            for (int i = 0; i < width; i++)
                inputs[row * width + i] = centres[row % classes * width + i] + (float)(random.NextDouble() - 0.5);
        }
        DatasetColumn[] features =
            shape.Count > 1
                ? []
                :
                [
                    .. Enumerable
                        .Range(0, width)
                        .Select(i => new DatasetColumn
                        {
                            Name = $"x{i}",
                            FirstInput = i,
                            InputCount = 1,
                        }),
                ];
        var schema = new Preprocessing
        {
            Features = features,
            InputShape = shape,
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
        };
        return new Dataset(
            "blobs",
            LearningTask.Classification,
            schema,
            features,
            [.. Enumerable.Range(0, classes).Select(c => $"c{c}")],
            inputs,
            targets,
            training,
            validation,
            0
        )
        {
            Hash = "blobs",
        };
    }

    /// <summary>A fully connected network over the data set, untrained unless epochs are given.</summary>
    internal static NetworkModel Mlp(Dataset dataset, int epochs = 0, params int[] hidden) =>
        Train(
            NetworkFactory.Mlp(
                dataset.InputShape,
                dataset.Task == LearningTask.Classification ? dataset.Classes.Count : 1,
                3,
                hidden.Length > 0 ? hidden : [16, 8]
            ),
            dataset,
            epochs
        );

    internal static NetworkModel Train(Graph graph, Dataset dataset, int epochs)
    {
        TorchRuntime.EnsureAvailable();
        TrainingData data = TrainingData.From(dataset);
        if (epochs > 0)
            NetworkTrainer.Train(
                graph,
                data,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 32,
                    Seed = 1,
                    Schedule = "Cosine",
                    Threads = 1,
                },
                Silent
            );
        return Model(graph, dataset, data);
    }

    internal static NetworkModel Model(Graph graph, Dataset dataset, TrainingData? data = null) =>
        new(
            new ModelDescription
            {
                Name = "net",
                Task = dataset.Task,
                Classes = dataset.Classes,
                Preprocessing = dataset.Preprocessing,
                Dataset = dataset,
                TargetOffset = data?.TargetOffset ?? 0,
                TargetScale = data?.TargetScale ?? 1,
            },
            graph
        );

    /// <summary>The model without its data set, as if read from a file.</summary>
    internal static NetworkModel WithoutData(NetworkModel model) => new(model.Describe() with { Dataset = null }, model.Graph.Clone());

    internal static PruningOptions Options(
        double sparsity,
        string method = "Magnitude",
        string granularity = "Element",
        string schedule = "OneShot",
        int epochs = 0
    ) =>
        new()
        {
            Method = method.Length > 0 ? method : null,
            Target = new PruningTarget { Sparsity = sparsity },
            Seed = 5,
            Threads = 1,
            Network = new()
            {
                Granularity = granularity.Length > 0 ? granularity : null,
                Schedule = schedule.Length > 0 ? schedule : null,
                FineTuneEpochs = epochs,
                BatchSize = 32,
            },
        };

    internal static NetworkModel Prune(NetworkModel model, PruningOptions options, IWorkMonitor? monitor = null, Dataset? dataset = null) =>
        (NetworkModel)ModelPruners.For(model, options).Prune(model, dataset, options, monitor ?? Silent);

    /// <summary>Zeros among the prunable weights, by weight.</summary>
    internal static Dictionary<string, long> Zeros(NetworkModel model) =>
        model
            .Graph.PrunableWeights()
            .ToDictionary(entry => entry.Weight.Name, entry => (long)entry.Weight.Value.data<float>().ToArray().Count(value => value == 0));

    internal static float[] Weights(NetworkModel model) =>
        [.. model.Graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray())];

    private static Dataset ReadDigits()
    {
        string[] lines = File.ReadAllLines(TestRuntime.ExampleData("digits.csv"));
        string[] header = lines[0].Split(',');
        int width = header.Length - 1;
        float[][] rows =
        [
            .. lines
                .Skip(1)
                .Where(line => line.Length > 0)
                .Select(line => line.Split(',').Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray()),
        ];
        new Random(1).Shuffle(rows);
        DatasetColumn[] features =
        [
            .. header
                .Take(width)
                .Select(
                    (name, i) =>
                        new DatasetColumn
                        {
                            Name = name,
                            FirstInput = i,
                            InputCount = 1,
                        }
                ),
        ];
        var schema = new Preprocessing
        {
            Features = features,
            InputShape = [width],
            Target = new DatasetColumn { Name = header[^1], Role = ColumnRole.Target },
        };
        return new Dataset(
            "digits",
            LearningTask.Classification,
            schema,
            features,
            [.. Enumerable.Range(0, 10).Select(c => c.ToString(CultureInfo.InvariantCulture))],
            [.. rows.SelectMany(row => row.Take(width).Select(value => value / 16))],
            [.. rows.Select(row => row[width])],
            rows.Length - 600,
            300,
            300
        )
        {
            Hash = "digits",
        };
    }
}
