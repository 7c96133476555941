using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Rules;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Storage.Golden;

/// <summary>
/// The models whose files every release leaves behind: each family, and each way in which a family is stored. They are small and seeded.
/// </summary>
internal static class GoldenModels
{
    /// <summary>A maker for each golden file, by the file's name without its extension.</summary>
    internal static IReadOnlyDictionary<string, Func<Model>> Makers { get; } =
        new Dictionary<string, Func<Model>>
        {
            ["network-dense"] = Dense,
            ["network-image"] = Image,
            ["network-pruned"] = () => Prune(Dense(), "Magnitude", new PruningTarget { Sparsity = 0.6 }),
            ["network-quantized"] = () => Quantize("Int8"),
            ["network-codebook"] = () => Quantize("Codebook"),
            ["linear"] = () => Train("Linear", "price"),
            ["tree"] = () => Train("Tree", "grade", "Keep"),
            ["tree-pruned"] = () => Prune(Train("Tree", "grade"), "CostComplexity", new PruningTarget { Leaves = 3 }),
            ["forest"] = () => Train("Forest", "grade"),
            ["boosted"] = () => Train("Boosted", "grade"),
            ["boosted-numbers"] = () => Train("Boosted", "price"),
            ["neighbors"] = () => Train("Neighbors", "grade"),
            ["ensemble-voted"] = () => Join("Soft"),
            ["ensemble-stacked"] = () => Join("Stacked"),
            ["rules"] = Rules,
        };

    private static NetworkModel Dense() => (NetworkModel)Train("Network", "grade");

    private static Model Train(string kind, string target, string missing = "Mean")
    {
        Dataset dataset = DatasetImporter.Import(
            [GoldenFile.Rows],
            [],
            new ImportOptions
            {
                Target = target,
                ExcludedFeatures = [target == "price" ? "grade" : "price"],
                Missing = missing,
                ValidationFraction = 0.2,
                Seed = 3,
            },
            SilentMonitor.Instance
        );
        return ModelKindCatalog.Get(kind).Train(dataset, Request(kind), SilentMonitor.Instance);
    }

    private static NetworkModel Image()
    {
        var random = new Random(11);
        float[] inputs = [.. Enumerable.Range(0, 48 * 16).Select(_ => random.NextSingle())];
        float[] targets = [.. Enumerable.Range(0, 48).Select(row => inputs[row * 16] > 0.5f ? 1f : 0f)];
        Dataset dataset = DatasetFactory.Create(
            inputs,
            targets,
            [1, 4, 4],
            ["dark", "light"],
            validationRows: 8,
            name: "pixels",
            featureNames: [.. Enumerable.Range(0, 16).Select(i => FormattableString.Invariant($"pixel_{i / 4}_{i % 4}"))]
        );
        TrainingRequest request = Request("Network") with { Layers = ["conv 2x3 pad 1", "relu", "flatten"] };
        return (NetworkModel)ModelKindCatalog.Get("Network").Train(dataset, request, SilentMonitor.Instance);
    }

    private static TrainingRequest Request(string kind) =>
        new()
        {
            Kind = kind,
            Layers = kind == "Network" ? ["linear 6", "relu"] : [],
            Seed = 3,
            Options = new TrainingOptions
            {
                Epochs = 4,
                BatchSize = 16,
                LearningRate = 0.01,
                Seed = 3,
                Threads = 1,
            },
            Tree = new TreeOptions { MaxDepth = 4 },
            Forest = new ForestOptions
            {
                TreeCount = 3,
                Tree = new TreeOptions { MaxDepth = 3 },
            },
            Boosting = new BoostingOptions { TreeCount = 3, Tree = new BoostingOptions().Tree with { MaxLeaves = 4 } },
            Neighbors = new NeighborOptions { Neighbors = 3 },
        };

    private static Model Prune(Model model, string method, PruningTarget target) =>
        Prune(
            model,
            new PruningOptions
            {
                Method = method,
                Target = target,
                Network = new() { FineTuneEpochs = model is NetworkModel ? 1 : null },
                Seed = 3,
                Threads = 1,
            }
        );

    private static Model Quantize(string scheme) =>
        Prune(
            Dense(),
            new PruningOptions
            {
                Target = new PruningTarget(),
                Quantization = new QuantizationOptions { Quantize = scheme },
                Seed = 3,
                Threads = 1,
            }
        );

    private static Model Prune(Model model, PruningOptions options) =>
        ModelPruners.For(model, options).Prune(model, null, options, SilentMonitor.Instance);

    private static EnsembleModel Join(string voting) =>
        ModelJoiner.Join(
            [Train("Tree", "grade"), Train("Linear", "grade"), Train("Neighbors", "grade")],
            new JoinOptions { Voting = voting, Seed = 3 },
            SilentMonitor.Instance
        );

    private static RuleModel Rules()
    {
        Model tree = Train("Tree", "price");
        DatasetColumn width = tree.Preprocessing.Features.First(feature => feature.Name == "width");
        var term = new RuleTerm([new RulePart(width.FirstInput, false, -width.Offset / width.Divisor, 1 / width.Divisor)], false);
        return new RuleModel(
            tree.Describe() with
            {
                OriginalComplexity = 0,
            },
            [
                new Rule
                {
                    Conditions = [new RuleCondition(term, IsAbove: true, 4)],
                    Values = [1200],
                    Rows = 40,
                },
                new Rule
                {
                    Conditions = [],
                    Values = [900],
                    Rows = 23,
                    Term = term,
                    Slope = 12.5,
                },
            ]
        );
    }
}
