using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance.Scorers;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Storage.Onnx;

/// <summary>Models of ONNX files are pruned with data, saved and read again.</summary>
public sealed class OnnxPruningTests : OnnxTests
{
    private static readonly string[] Irises = ["setosa", "versicolor", "virginica"];

    /// <summary>
    /// The file of the examples; <c>WRITE_GOLDEN_FILES=1</c> writes it where it is missing: boosted trees of iris without names.
    /// </summary>
    [Fact]
    public void TheFileOfTheExamples_PredictsIris()
    {
        string path = TestRuntime.ExampleData("iris-boosted.onnx");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("WRITE_GOLDEN_FILES") == "1")
            File.WriteAllBytes(path, WithoutNames((BoostedModel)Train("Boosted")));
        byte[] file = File.ReadAllBytes(path);
        Model model = Load(file, classes: Irises);

        Assert.Equal(60, Assert.IsType<BoostedModel>(model).TreeCount);
        Assert.InRange(Accuracy(model, Iris()), 0.95, 1);
        AssertSame(Load(file), file, Rows(model, 300));
    }

    [Theory]
    [InlineData("Truncation", 0.5)]
    [InlineData("ReducedError", 0.5)]
    public void BoostedTrees_ArePruned_SavedAndReadAgain(string method, double sparsity)
    {
        Model model = Load(WithoutNames((BoostedModel)Train("Boosted")), classes: Irises);

        Model pruned = Prune(model, method, new PruningTarget { Sparsity = sparsity }, Iris());

        Assert.Equal(30, pruned.Complexity);
        Assert.InRange(Accuracy(pruned, Iris()), 0.9, 1);
        AssertReadAgain(pruned);
    }

    [Theory]
    [InlineData("ReducedError")]
    [InlineData("Kappa")]
    [InlineData("CostComplexity")]
    public void Forests_ArePruned_SavedAndReadAgain(string method)
    {
        var forest = (ForestModel)Train("Forest");
        var trees = new TreeFile();
        foreach (DecisionTree tree in forest.Trees)
            trees.Of(tree, values => [.. values.Select((value, k) => ((long)k, (double)(value / forest.TreeCount)))]);
        byte[] file = trees.Classifier(4, ["0", "1", "2"]);
        ForestModel model = Assert.IsType<ForestModel>(Load(file, classes: Irises));

        Model pruned = Prune(model, method, new PruningTarget { Sparsity = 0.5 }, Iris());

        Assert.True(((ForestModel)pruned).Nodes < model.Nodes);
        Assert.InRange(Accuracy(pruned, Iris()), 0.9, 1);
        AssertReadAgain(pruned);
    }

    /// <summary>With the counts of the rows that it was grown on, an imported tree is pruned as the tree that was written.</summary>
    [Theory]
    [InlineData("ReducedError")]
    [InlineData("CostComplexity")]
    public void ATree_WhoseRowsAreCounted_IsPrunedAsTheOneThatWasGrown(string method)
    {
        var grown = (TreeModel)Train("Tree");
        TreeModel model = Assert.IsType<TreeModel>(Load(OneTree(grown), classes: Irises));
        PruningTarget target = method == "CostComplexity" ? new PruningTarget { Leaves = 3 } : new PruningTarget();

        var pruned = (TreeModel)Prune(model, method, target, Iris());

        var expected = (TreeModel)Prune(grown, method, target, Iris());
        Assert.Equal(expected.Tree.Features, pruned.Tree.Features);
        Assert.Equal(expected.Tree.Thresholds, pruned.Tree.Thresholds);
        Assert.Equal(expected.Tree.Values, pruned.Tree.Values);
        Assert.Same(model, pruned.Parent);
        AssertReadAgain(pruned);
    }

    [Fact]
    public void WhatNeedsTheRowsOfATree_SaysSo()
    {
        Model model = Load(OneTree((TreeModel)Train("Tree")), classes: Irises);
        Dataset iris = Iris();

        Assert.Equal("RowCountsMissing", Error(() => Prune(model, "CostComplexity", new PruningTarget { Leaves = 3 }, null)));
        Assert.Equal("RowCountsMissing", Error(() => Prune(model, "Pessimistic", new PruningTarget(), iris)));
        Assert.Equal("RowCountsMissing", Error(() => Prune(model, "MinimumDescriptionLength", new PruningTarget(), iris)));
        Assert.Equal("ModelNotFittedAgain", Error(() => Prune(model, "CostComplexity", new PruningTarget(), iris)));
        Assert.NotNull(new ImpurityDecreaseScorer().Objection(model));
        Assert.NotNull(new TreeShapScorer().Objection(model));
        Assert.DoesNotContain("rows", ((TreeModel)model).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void ADatasetWithoutTheNames_IsMatchedByPlace_IfItHasAsManyFeatures()
    {
        Model model = Load(OneTree((TreeModel)Train("Tree")), classes: Irises);
        Dataset fewer = DatasetImporter.Import(
            [TestRuntime.ExampleData("iris.csv")],
            [],
            new ImportOptions { Target = "species", ExcludedFeatures = ["petal_width"] },
            SilentMonitor.Instance
        );

        ComputeException error = Assert.Throws<ComputeException>(() => SchemaMatch.Inputs(model, fewer));

        Assert.True(SchemaMatch.Inputs(model, Iris()).IsIdentity);
        Assert.Contains("4 by their place", error.Message, StringComparison.Ordinal);
    }

    private static string Error(Action act) => Assert.Throws<ComputeException>(act).ErrorId;

    private static Dataset Iris() =>
        DatasetImporter.Import(
            [TestRuntime.ExampleData("iris.csv")],
            [],
            new ImportOptions
            {
                Target = "species",
                Scale = "None",
                Missing = "Keep",
                ValidationFraction = 0.2,
                Seed = 1,
            },
            SilentMonitor.Instance
        );

    private static Model Train(string kind) =>
        ModelKindCatalog
            .Get(kind)
            .Train(
                Iris(),
                new TrainingRequest
                {
                    Kind = kind,
                    Seed = 1,
                    Forest = new ForestOptions { TreeCount = 12 },
                    Boosting = new BoostingOptions
                    {
                        TreeCount = 20,
                        Tree = new BoostingOptions().Tree with { MaxLeaves = 4, MinLeafSamples = 5 },
                    },
                },
                SilentMonitor.Instance
            );

    private static byte[] WithoutNames(BoostedModel model)
    {
        var trees = new TreeFile();
        for (int t = 0; t < model.TreeCount; t++)
        {
            int target = t % 3;
            trees.Of(model.Trees[t], values => [(target, values[0])]);
        }
        return trees.Classifier(4, ["0", "1", "2"], "SOFTMAX", [.. model.Baseline]);
    }

    private static byte[] OneTree(TreeModel model) =>
        new TreeFile().Of(model.Tree, values => [.. values.Select((value, k) => ((long)k, (double)value))]).Classifier(4, ["0", "1", "2"]);

    private static Model Prune(Model model, string method, PruningTarget target, Dataset? dataset)
    {
        var options = new PruningOptions
        {
            Method = method,
            Target = target,
            Seed = 1,
        };
        return ModelPruners.For(model, options).Prune(model, dataset, options, SilentMonitor.Instance);
    }

    private static double Accuracy(Model model, Dataset dataset)
    {
        PartitionView rows = PartitionView.Of(model, dataset, PartitionName.Training);
        float[] buffer = [];
        var output = new float[model.OutputCount];
        int right = 0;
        for (int row = 0; row < rows.RowCount; row++)
        {
            model.Predict(rows.Rows(row, 1, ref buffer), 1, output);
            right += OutputScore.MostProbable(output) == (int)rows.Target(row) ? 1 : 0;
        }
        return (double)right / rows.RowCount;
    }

    private static void AssertReadAgain(Model model)
    {
        using var stream = new MemoryStream();
        ModelFormatCatalog.Get("PSModel").Write(model, stream, SilentMonitor.Instance);
        stream.Position = 0;
        Model again = ModelFile.Load(stream, "again.psmodel", SilentMonitor.Instance);
        float[] rows = Rows(model, 200),
            mine = new float[200 * model.OutputCount],
            its = new float[200 * model.OutputCount];
        model.Predict(rows, 200, mine);
        again.Predict(rows, 200, its);

        Assert.Equal(mine, its);
        Assert.Equal(4, again.Preprocessing.PlaceCount);
        Assert.True(SchemaMatch.Inputs(again, Iris()).IsIdentity);
    }
}
