using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Forests;
using PSModelPruning.Compute.Pruning.Forests.Boosted;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

/// <summary>The pruning of boosted models, on models of the test's own: each round a tree of a forest, shrunken.</summary>
public sealed class BoostedTests
{
    private static readonly BoostedModel Numbers = Model(ForestFixture.Numbers, 8, [13f]);
    private static readonly BoostedModel Classes = Model(ForestFixture.Wine, 5, [0f, 0f, 0f]);

    [Fact]
    public void One_round_of_numbers_has_the_weight_of_penalized_least_squares()
    {
        float[] added = [1, 2, -1, 0.5f],
            targets = [3, 5, 0, 2];
        var outputs = new RoundOutputs([added], targets, new SquaredLoss([1], false));
        double scale = targets.Average(t => Math.Pow(t - targets.Average(), 2));
        double expected = (added.Zip(targets, (f, y) => f * (y - 1)).Sum() + scale) / (added.Sum(f => f * f) + scale);

        Assert.Equal(expected, RoundWeights.Fit(outputs, [0], SilentMonitor.Instance)[0], 1e-5);
    }

    [Fact]
    public void Truncation_keeps_the_first_rounds_with_all_their_trees_and_other_weights()
    {
        var pruned = (BoostedModel)ForestFixture.Prune(Classes, "Truncation", new PruningTarget { Keep = 7 });

        Assert.Equal((2, 6), (pruned.Rounds, pruned.TreeCount));
        for (int tree = 0; tree < 6; tree++)
        {
            Assert.Equal(Classes.Trees[tree].Features, pruned.Trees[tree].Features);
            float weight = pruned.Trees[tree].Values[0] / Classes.Trees[tree].Values[0];
            Assert.Equal(pruned.Trees[tree - tree % 3].Values[0] / Classes.Trees[tree - tree % 3].Values[0], weight, 1e-4f);
        }
    }

    [Theory]
    [InlineData("Truncation")]
    [InlineData("ReducedError")]
    public void Weights_that_are_fitted_anew_lessen_the_training_loss(string method)
    {
        foreach (BoostedModel model in (BoostedModel[])[Numbers, Classes])
        {
            Dataset dataset = model.Dataset!;
            var pruned = (BoostedModel)ForestFixture.Prune(model, method, new PruningTarget { Sparsity = 0.5 });
            DecisionTree[] plain =
            [
                .. pruned.Trees.Select(tree =>
                    model.Trees.First(own => own.Features.SequenceEqual(tree.Features) && own.Thresholds.SequenceEqual(tree.Thresholds))
                ),
            ];
            var unweighted = new BoostedModel(model.Describe(), plain, model.Baseline, model.Options);

            Assert.True(Loss(pruned, dataset) < Loss(unweighted, dataset), method);
        }
    }

    [Fact]
    public void The_whole_model_is_the_first_point()
    {
        Model whole = ForestFixture.Prune(Numbers, "Truncation", new PruningTarget { Keep = 8 });

        Assert.Equal(ForestFixture.Predict(Numbers, ForestFixture.Numbers.Test), ForestFixture.Predict(whole, ForestFixture.Numbers.Test));
    }

    [Fact]
    public void The_greedy_choice_takes_the_round_whose_best_multiple_helps_most()
    {
        var random = new Random(2);
        float[] targets = [.. Enumerable.Range(0, 20).Select(_ => (float)random.NextDouble())];
        float[][] rounds = [.. Enumerable.Range(0, 5).Select(_ => targets.Select(_ => (float)(random.NextDouble() - 0.3)).ToArray())];
        var outputs = new RoundOutputs(rounds, targets, new SquaredLoss([0], false));
        double[] residual = [.. targets.Select(t => (double)t)];
        var left = Enumerable.Range(0, 5).ToList();

        foreach (int next in BoostedReducedErrorMethod.Order(outputs, SilentMonitor.Instance))
        {
            Assert.Equal(left.Min(After), After(next), 1e-9);
            double step = Math.Max(0, Step(next));
            for (int i = 0; i < residual.Length; i++)
                residual[i] -= step * rounds[next][i];
            left.Remove(next);
        }

        double Step(int round) => rounds[round].Zip(residual, (f, r) => f * r).Sum() / rounds[round].Sum(f => (double)f * f);
        double After(int round) => rounds[round].Zip(residual, (f, r) => Math.Pow(r - Math.Max(0, Step(round)) * f, 2)).Sum();
    }

    [Fact]
    public void Leaves_of_boosted_trees_are_refined_too()
    {
        Model plain = ForestFixture.Prune(Classes, "Truncation", new PruningTarget { Keep = 6 });
        Model refined = LeafRefinement.Refine(plain, ForestFixture.Wine, 10, 1, SilentMonitor.Instance);

        Assert.True(Loss(refined, ForestFixture.Wine) < Loss(plain, ForestFixture.Wine));
        Assert.IsType<BoostedModel>(refined);
    }

    private static double Loss(Model model, Dataset dataset)
    {
        float[] predicted = ForestFixture.Predict(model, dataset.Training);
        ReadOnlySpan<float> targets = dataset.Training.Targets.Span;
        double loss = 0;
        for (int row = 0; row < targets.Length; row++)
            loss +=
                model.Task == LearningTask.Regression
                    ? Math.Pow(predicted[row] - targets[row], 2)
                    : -Math.Log(predicted[row * model.OutputCount + (int)targets[row]]);
        return loss;
    }

    /// <summary>
    /// Trees of one output: the mean less the baseline, or how often a class is there less how often it would be by chance; shrunken.
    /// </summary>
    private static BoostedModel Model(Dataset dataset, int rounds, float[] baseline)
    {
        ForestModel forest = ForestFixture.Forest(dataset, rounds, maxLeaves: 8);
        int columns = baseline.Length;
        var trees = new List<DecisionTree>();
        foreach (DecisionTree tree in forest.Trees)
        {
            for (int column = 0; column < columns; column++)
            {
                float[] values =
                [
                    .. Enumerable
                        .Range(0, tree.NodeCount)
                        .Select(node => 0.1f * (tree.Value(node)[column] - (columns == 1 ? baseline[0] : 1f / columns))),
                ];
                trees.Add(
                    new DecisionTree(1, tree.Features, tree.Thresholds, tree.MissingLeft, tree.Right, tree.Weights, tree.Impurities, values)
                );
            }
        }
        return new BoostedModel(
            forest.Describe() with
            {
                Name = "Boosted",
                OriginalComplexity = 0,
            },
            trees,
            baseline,
            new BoostingOptions()
        );
    }
}
