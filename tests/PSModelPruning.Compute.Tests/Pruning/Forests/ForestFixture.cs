using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

/// <summary>Small forests, and how they are pruned as the cmdlet does it.</summary>
internal static class ForestFixture
{
    internal static Dataset Wine { get; } = Import("wine.csv", "cultivar");

    internal static Dataset Digits { get; } = Import("digits.csv", "digit");

    internal static Dataset Import(string file, string target, double validation = 0.2) =>
        DatasetImporter.Import(
            [TestRuntime.ExampleData(file)],
            [],
            new ImportOptions
            {
                Target = target,
                Seed = 3,
                ValidationFraction = validation,
            },
            SilentMonitor.Instance
        );

    /// <summary>The same rows with a numeric column as the target.</summary>
    internal static Dataset Numbers { get; } =
        DatasetImporter.Import(
            [TestRuntime.ExampleData("wine.csv")],
            [],
            new ImportOptions
            {
                Target = "alcohol",
                Seed = 3,
                ValidationFraction = 0.2,
                Task = LearningTask.Regression,
            },
            SilentMonitor.Instance
        );

    internal static ForestModel Forest(Dataset dataset, int trees, int seed = 1, int maxLeaves = 0) =>
        (ForestModel)
            ModelKindCatalog
                .Get("Forest")
                .Train(
                    dataset,
                    new TrainingRequest
                    {
                        Seed = seed,
                        Forest = new ForestOptions
                        {
                            TreeCount = trees,
                            Tree = new TreeOptions { MaxLeaves = maxLeaves },
                        },
                    },
                    SilentMonitor.Instance
                );

    internal static Model Prune(
        Model model,
        string method,
        PruningTarget target,
        int? refinementEpochs = 0,
        Dataset? dataset = null,
        IWorkMonitor? monitor = null
    ) => new PathPruner().Prune(model, dataset, Options(method, target, refinementEpochs), monitor ?? SilentMonitor.Instance);

    internal static PruningOptions Options(string method, PruningTarget target, int? refinementEpochs = 0) =>
        new()
        {
            Method = method.Length > 0 ? method : null,
            Target = target,
            Path = new() { RefinementEpochs = refinementEpochs },
        };

    internal static float[] Predict(Model model, Partition rows)
    {
        float[] output = new float[rows.RowCount * model.OutputCount];
        model.Predict(rows.Inputs.Span, rows.RowCount, output);
        return output;
    }

    internal static string ErrorOf(Action action) => Assert.Throws<ComputeException>(action).ErrorId;
}
