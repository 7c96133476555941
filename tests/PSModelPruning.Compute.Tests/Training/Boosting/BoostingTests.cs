using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Training.Boosting;

public class BoostingTests
{
    // Six rows whose only good split is between 3 and 4.
    private static readonly float[] Places = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void The_first_tree_for_numbers_has_the_split_and_the_leaf_values_that_a_hand_computes()
    {
        BoostedModel model = Grow(
            Line([10, 12, 14, 40, 44, 48]),
            new BoostingOptions
            {
                TreeCount = 1,
                L2 = 0.5,
                LearningRate = 0.1,
                Tree = Small,
            }
        );
        // Mean 28; left gradients 18 + 16 + 14 = 48, right −(12 + 16 + 20) = −48; value −G / (3 + ½).
        Assert.Equal([28f], model.Baseline);
        DecisionTree tree = Assert.Single(model.Trees);
        Assert.Equal((3, 0, 3.5f), (tree.NodeCount, tree.Features[0], tree.Thresholds[0]));
        Assert.Equal(-0.1 * 48 / 3.5, tree.Values[1], 1e-6);
        Assert.Equal(0.1 * 48 / 3.5, tree.Values[2], 1e-6);
        // What the split takes from the loss: ½ (48² / 3.5 + 48² / 3.5 − 0).
        Assert.Equal(
            48 * 48 / 3.5,
            tree.Weights[0] * tree.Impurities[0] - tree.Weights[1] * tree.Impurities[1] - tree.Weights[2] * tree.Impurities[2],
            1e-6
        );
        var output = new float[1];
        model.Predict([2f], 1, output);
        Assert.Equal(28 - 4.8 / 3.5, output[0], 1e-4);
    }

    [Fact]
    public void The_first_tree_for_two_classes_has_the_values_of_Newtons_step_on_the_logistic_loss()
    {
        BoostedModel model = Grow(
            Line([0, 0, 0, 1, 1, 0], "no", "yes"),
            new BoostingOptions
            {
                TreeCount = 1,
                L2 = 1,
                LearningRate = 0.5,
                Tree = Small with { MaxLeaves = 2 },
            }
        );
        // p = 1/3: gradients 1/3 and −2/3, curvature 2/9. Left of 3.5: G = 1, H = 2/3; right: G = −4/3 + 1/3 = −1, H = 2/3.
        Assert.Equal(Math.Log(0.5), model.Baseline[0], 1e-6);
        DecisionTree tree = Assert.Single(model.Trees);
        Assert.Equal(3.5f, tree.Thresholds[0]);
        Assert.Equal(0.5 * -1 / (2.0 / 3 + 1), tree.Values[1], 1e-6);
        Assert.Equal(0.5 * 1 / (2.0 / 3 + 1), tree.Values[2], 1e-6);
        var output = new float[2];
        model.Predict([6f], 1, output);
        Assert.Equal(1 / (1 + Math.Exp(-(Math.Log(0.5) + 0.3))), output[1], 1e-6);
        Assert.Equal(1, output[0] + output[1], 1e-6);
    }

    [Fact]
    public void The_first_trees_for_three_classes_have_the_values_of_Newtons_step_on_softmax()
    {
        BoostedModel model = Grow(
            Line([0, 0, 1, 1, 2, 2], "a", "b", "c"),
            new BoostingOptions
            {
                TreeCount = 1,
                L2 = 0,
                LearningRate = 1,
                Tree = Small with { MaxLeaves = 2, MinLeafSamples = 1 },
            }
        );
        Assert.Equal((1, 3), (model.Rounds, model.TreeCount));
        // Class a, p = 1/3: split at 2.5; left G = −4/3, H = 4/9 gives 3, right G = 4/3, H = 8/9 gives −3/2.
        DecisionTree first = model.Trees[0];
        Assert.Equal(2.5f, first.Thresholds[0]);
        Assert.Equal(3, first.Values[1], 1e-5);
        Assert.Equal(-1.5, first.Values[2], 1e-5);
        Assert.Equal(4.5f, model.Trees[2].Thresholds[0]);
        float[] outputs = TreeData.Predict(model, PartitionName.Training);
        Assert.All(Enumerable.Range(0, 6), row => Assert.Equal(1, outputs[row * 3] + outputs[row * 3 + 1] + outputs[row * 3 + 2], 1e-5));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(0)]
    public void The_loss_falls_and_what_it_says_is_what_the_model_does(int classes)
    {
        Dataset data = classes == 0 ? TreeData.Numbers() : TreeData.Blobs(classes, training: 600);
        BoostedModel model = Grow(data, new BoostingOptions { TreeCount = 30, Tree = new BoostingOptions().Tree with { MaxLeaves = 8 } });
        Assert.Equal(30, model.Training.Count);
        Assert.All(model.Training.Zip(model.Training.Skip(1)), pair => Assert.True(pair.Second.TrainingLoss < pair.First.TrainingLoss));
        float[] outputs = TreeData.Predict(model, PartitionName.Validation);
        ReadOnlySpan<float> targets = data.Validation.Targets.Span;
        double sum = 0,
            loss = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> output = outputs.AsSpan(row * model.OutputCount, model.OutputCount);
            sum += OutputScore.OfRow(output, targets[row], data.Task);
            loss -= classes == 0 ? 0 : Math.Log(output[(int)targets[row]]);
        }
        Assert.Equal(OutputScore.OfSum(sum, targets, data.Task), model.Training[^1].ValidationAccuracy, 1e-6);
        Assert.True(model.Training[^1].ValidationAccuracy > 0.75, $"{model.Training[^1].ValidationAccuracy}");
        if (classes > 0)
            Assert.Equal(loss / targets.Length, model.Training[^1].ValidationLoss, 1e-5);
    }

    [Fact]
    public void Early_stopping_keeps_the_rounds_up_to_the_one_with_the_lowest_validation_loss()
    {
        Dataset data = TreeData.Blobs(2, training: 150, width: 6);
        BoostedModel model = Grow(
            data,
            new BoostingOptions
            {
                TreeCount = 500,
                LearningRate = 0.5,
                Patience = 8,
                Tree = new BoostingOptions().Tree with { MinLeafSamples = 2 },
            }
        );
        TrainingEpoch best = model.Training.MinBy(round => round.ValidationLoss)!;
        Assert.Equal(best.Epoch, model.Rounds);
        Assert.Equal(best.Epoch + 8, model.Training.Count);
        BoostedModel all = Grow(data, model.Options with { Patience = 0, TreeCount = best.Epoch });
        Assert.Equal(TreeData.Predict(all), TreeData.Predict(model));
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void The_model_is_the_same_for_any_number_of_threads(double sample)
    {
        Dataset data = TreeData.Blobs(3, training: 3000, width: 30, missing: 0.05);
        var options = new BoostingOptions
        {
            TreeCount = 5,
            SampleFraction = sample,
            Tree = new BoostingOptions().Tree with { MaxFeatures = "Sqrt" },
        };
        Assert.Equal(
            TreeData.Predict(Grow(data, options with { Tree = options.Tree with { Threads = 1 } })),
            TreeData.Predict(Grow(data, options with { Tree = options.Tree with { Threads = 3 } }))
        );
    }

    [Fact]
    public void Missing_values_go_the_way_that_was_learned()
    {
        // The missing ones are of the class of the large ones.
        float nothing = float.NaN;
        Dataset data = HandMade.Data(
            HandMade.Schema(HandMade.Number("x", 0)),
            ["no", "yes"],
            [1, 2, 3, 4, 5, 6, nothing, nothing],
            [0, 0, 0, 1, 1, 1, 1, 1]
        );
        BoostedModel model = Grow(data, new BoostingOptions { TreeCount = 20, Tree = Small });
        Assert.False(model.Trees[0].MissingLeft[0]);
        var output = new float[2];
        model.Predict([nothing], 1, output);
        Assert.True(output[1] > 0.8);
        // And where only the missing ones differ, the split parts them from all others.
        Dataset only = HandMade.Data(
            data.Preprocessing,
            ["no", "yes"],
            [1, 1, 1, 1, nothing, nothing, nothing, nothing],
            [0, 0, 0, 0, 1, 1, 1, 1]
        );
        BoostedModel parted = Grow(only, new BoostingOptions { TreeCount = 1, Tree = Small });
        Assert.Equal(
            (3, float.PositiveInfinity, false),
            (parted.Trees[0].NodeCount, parted.Trees[0].Thresholds[0], parted.Trees[0].MissingLeft[0])
        );
    }

    [Fact]
    public void A_tree_keeps_to_its_limits()
    {
        Dataset data = TreeData.Blobs(2, training: 1000);
        BoostedModel model = Grow(
            data,
            new BoostingOptions { TreeCount = 3, Tree = Small with { MaxLeaves = 9, MaxDepth = 4, MinLeafSamples = 30 } }
        );
        foreach (DecisionTree tree in model.Trees)
        {
            Assert.InRange(tree.LeafCount, 2, 9);
            Assert.InRange(tree.Depth, 1, 4);
            Assert.All(Enumerable.Range(0, tree.NodeCount), node => Assert.True(tree.Weights[node] >= 30));
            Assert.All(Enumerable.Range(0, tree.NodeCount).Where(node => tree.Features[node] != DecisionTree.Leaf), node =>
                Assert.Equal(tree.Weights[node], tree.Weights[node + 1] + tree.Weights[tree.Right[node]])
            );
        }
    }

    [Fact]
    public void Settings_that_cannot_be_are_errors()
    {
        Dataset data = TreeData.Blobs(2, validation: 0);
        var defaults = new BoostingOptions();
        Assert.Equal("TrainingOptionOutOfRange", Error(data, defaults with { LearningRate = 2 }));
        Assert.Equal("TrainingOptionOutOfRange", Error(data, defaults with { SampleFraction = 0 }));
        Assert.Equal("TrainingOptionOutOfRange", Error(data, defaults with { L2 = -1 }));
        Assert.Equal("TrainingOptionOutOfRange", Error(data, defaults with { Tree = defaults.Tree with { MaxBins = 0 } }));
        Assert.Equal("PartitionEmpty", Error(data, defaults with { Patience = 5 }));
        Assert.Equal("LossDoesNotFit", Error(data, defaults with { Loss = "Huber" }));
        Assert.Equal("MaxFeaturesInvalid", Error(data, defaults with { Tree = defaults.Tree with { MaxFeatures = "many" } }));
        Assert.Equal("TooFewClasses", Error(TreeData.Blobs(1), defaults));
    }

    private static TreeOptions Small =>
        new()
        {
            MaxLeaves = 31,
            MaxBins = 255,
            MinLeafSamples = 1,
        };

    private static Dataset Line(float[] targets, params string[] classes) =>
        HandMade.Data(HandMade.Schema(HandMade.Number("x", 0)), classes, Places, targets);

    private static BoostedModel Grow(Dataset data, BoostingOptions options) =>
        TreeData.Train<BoostedModel>(
            data,
            new TrainingRequest
            {
                Kind = "Boosted",
                Boosting = options,
                Seed = 1,
            }
        );

    private static string Error(Dataset data, BoostingOptions options) =>
        Assert.Throws<ComputeException>(() => Grow(data, options)).ErrorId;
}
