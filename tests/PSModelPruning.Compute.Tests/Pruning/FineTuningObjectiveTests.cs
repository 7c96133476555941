using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Whatever trains a model further minimizes what the model was trained to minimize.</summary>
public sealed class FineTuningObjectiveTests
{
    private static readonly TrainingOptions Trained = new()
    {
        Epochs = 3,
        Loss = "CrossEntropy",
        ClassWeights = [1, 4, 2],
        LabelSmoothing = 0.1,
        WeightDecay = 0.01,
        L1 = 1e-4,
        GradientClip = 2,
    };

    [Fact]
    public void FineTuningKeepsTheObjectiveOfTheTraining()
    {
        TrainingOptions tuned = Tuned(Trained, new NetworkPruningOptions());
        Assert.Equal("CrossEntropy", tuned.Loss);
        Assert.Equal([1.0, 4, 2], tuned.ClassWeights);
        Assert.Equal(0.1, tuned.LabelSmoothing);
        Assert.Equal(0.01, tuned.WeightDecay);
        Assert.Equal(1e-4, tuned.L1);
        Assert.Equal(2, tuned.GradientClip);
        Assert.Equal("Adam", tuned.Optimizer);
        Assert.Equal("AdamW", Tuned(Trained with { Optimizer = "AdamW" }, new NetworkPruningOptions()).Optimizer);
    }

    [Fact]
    public void FineTuningTakesAnotherObjectiveThatWasAskedFor()
    {
        TrainingOptions tuned = Tuned(
            Trained,
            new NetworkPruningOptions
            {
                ClassWeight = ClassWeightChoice.Equal,
                LabelSmoothing = 0,
                WeightDecay = 0,
            }
        );
        Assert.Empty(tuned.ClassWeights);
        Assert.Equal(0, tuned.LabelSmoothing);
        Assert.Equal(0, tuned.WeightDecay);
        TrainingOptions named = Tuned(
            Trained,
            new NetworkPruningOptions { ClassWeight = ClassWeightChoice.Named(new Dictionary<string, double> { ["c1"] = 9 }) }
        );
        Assert.Equal([1.0, 9, 1], named.ClassWeights);
    }

    [Fact]
    public void CriteriaLookAtTheLossOfTheTraining()
    {
        Dataset dataset = PruningFixture.Blobs([4]);
        TrainingData data = TrainingData.From(dataset);
        var rows = new CalibrationRows(data, Trained with { LabelSmoothing = 0 }, [4], 32, 1);
        using Tensor output = tensor(new float[] { 2, 0, 1, 0, 1, 0 }, [2, 3]);
        using Tensor target = tensor(new long[] { 0, 1 });
        double first = Math.Log(Math.Exp(2) + 1 + Math.E) - 2,
            second = Math.Log(2 + Math.E) - 1;
        Assert.Equal((first + 4 * second) / 5, rows.Loss(output, target).item<float>(), 1e-5);
        Assert.Equal(first + 4 * second, rows.NegativeLogLikelihood(output, target).item<float>(), 1e-5);
    }

    [Theory]
    [InlineData("elements")]
    [InlineData("channels")]
    [InlineData("features")]
    [InlineData("file")]
    [InlineData("int4")]
    public void PruningDoesNotForgetTheWeightsOfClasses(string how)
    {
        using NetworkModel model = TrainRare();
        double before = Recall(model);
        Assert.True(before > 0.7, $"the model itself finds {before:P0}");
        using Model pruned = Prune(model, how);
        double after = Recall(pruned);
        Assert.True(after >= 0.9 * before, $"{how}: recall {before:P1} before and {after:P1} after");
    }

    [Fact]
    public void PruningDoesNotForgetHuber()
    {
        Dataset dataset = Outliers();
        var options = TrainingDefaults.For(dataset, "Network", epochs: 25) with { Loss = "Huber", Seed = 1 };
        using Model model = new NetworkKind().Train(dataset, Request(options), PruningFixture.Silent);
        double before = MedianError(model, dataset);
        using Model pruned = ModelPruners
            .For(model, PruningFixture.Options(0.5))
            .Prune(model, dataset, PruningFixture.Options(0.5, epochs: 20), PruningFixture.Silent);
        using Model squared = ModelPruners
            .For(model, PruningFixture.Options(0.5))
            .Prune(
                model,
                dataset,
                PruningFixture.Options(0.5, epochs: 20) with
                {
                    Network = new NetworkPruningOptions
                    {
                        Granularity = "Element",
                        Schedule = "OneShot",
                        FineTuneEpochs = 20,
                        Loss = "MeanSquaredError",
                    },
                },
                PruningFixture.Silent
            );
        double after = MedianError(pruned, dataset),
            other = MedianError(squared, dataset);
        Assert.True(after < 2 * before, $"{before} before, {after} after");
        Assert.True(after < 0.7 * other, $"{after} with Huber, {other} with squares");
    }

    private static TrainingOptions Tuned(TrainingOptions trained, NetworkPruningOptions choices)
    {
        Dataset dataset = PruningFixture.Blobs([4]);
        using NetworkModel plain = PruningFixture.Mlp(dataset);
        using var model = new NetworkModel(plain.Describe(), plain.Graph.Clone()) { TrainingOptions = trained };
        var options = new PruningOptions { Network = choices };
        return new FineTuning(model, TrainingData.For(model, dataset), options, PruningFixture.Silent).Options(2, 1);
    }

    private static Model Prune(NetworkModel model, string how)
    {
        PruningOptions options = how switch
        {
            "channels" => PruningFixture.Options(0.5, granularity: "Channel") with { Network = new() { Granularity = "Channel" } },
            "features" => new PruningOptions { Target = new PruningTarget { KeepFeatureCount = 5 } },
            "int4" => new PruningOptions
            {
                Quantization = new QuantizationOptions { Quantize = "Int4", QuantizeEpochs = 3 },
            },
            _ => new PruningOptions { Target = new PruningTarget { Sparsity = 0.5 } },
        };
        if (how != "file")
            return ModelPruners.For(model, options).Prune(model, null, options, PruningFixture.Silent);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".psmodel");
        try
        {
            ModelFile.Save(model, path, ModelFormatCatalog.Get("PSModel"), true, PruningFixture.Silent);
            using Model read = ModelFile.Load(path, PruningFixture.Silent);
            return ModelPruners.For(read, options).Prune(read, model.Dataset, options, PruningFixture.Silent);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static double Recall(Model model) =>
        ModelEvaluator
            .Evaluate(model, model.Dataset!, PartitionName.Test, PruningFixture.Silent)
            .ClassFigures.Single(figure => figure.Class == "yes")
            .Recall;

    private static double MedianError(Model model, Dataset dataset)
    {
        EvaluationResult result = ModelEvaluator.Evaluate(model, dataset, PartitionName.Test, PruningFixture.Silent);
        double[] errors = [.. result.Predictions.Zip(result.Targets, (p, t) => Math.Abs((double)p - t)).Order()];
        return errors[errors.Length / 2];
    }

    private static TrainingRequest Request(TrainingOptions options) =>
        new()
        {
            Kind = "Network",
            Preset = "Mlp",
            Options = options,
            Seed = options.Seed,
        };

    private static NetworkModel TrainRare()
    {
        Dataset dataset = Rare();
        TrainingOptions options = TrainingDefaults.For(dataset, "Network", epochs: 15) with
        {
            ClassWeights = ClassWeights.Balance(dataset.Training, 2),
            Seed = 1,
        };
        return (NetworkModel)new NetworkKind().Train(dataset, Request(options), PruningFixture.Silent);
    }

    /// <summary>4,000 rows of which 2 % are of the class yes, four of whose eight inputs lie 1.7 deviations higher.</summary>
    private static Dataset Rare()
    {
        var random = new Random(7);
        const int rows = 4000,
            width = 8;
        float[] inputs = new float[rows * width],
            targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            targets[row] = row % 50 == 0 ? 1 : 0;
            for (int i = 0; i < width; i++)
                inputs[row * width + i] = (float)(Normal(random) + (targets[row] > 0 && i < 4 ? 1.7 : 0));
        }
        return Table(inputs, targets, width, ["no", "yes"]);
    }

    /// <summary>y = 10·x0 + 5·x1, of which each tenth training row is 300 too much.</summary>
    private static Dataset Outliers()
    {
        var random = new Random(3);
        const int rows = 2000,
            width = 4;
        float[] inputs = new float[rows * width],
            targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < width; i++)
                inputs[row * width + i] = (float)Normal(random);
            targets[row] = 10 * inputs[row * width] + 5 * inputs[row * width + 1] + (float)Normal(random);
            if (row < 1000 && row % 10 == 0)
                targets[row] += 300;
        }
        return Table(inputs, targets, width, []);
    }

    private static Dataset Table(float[] inputs, float[] targets, int width, string[] classes)
    {
        DatasetColumn[] features =
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
            InputShape = [width],
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
        };
        int rows = targets.Length;
        return new Dataset(
            "table",
            classes.Length > 0 ? LearningTask.Classification : LearningTask.Regression,
            schema,
            features,
            classes,
            inputs,
            targets,
            rows / 2,
            rows / 5,
            rows - rows / 2 - rows / 5
        )
        {
            Hash = "table",
        };
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
