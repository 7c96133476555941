using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Forests;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

public sealed class LeafRefinementTests
{
    [Fact]
    public void The_gradients_are_those_of_the_losses()
    {
        foreach (
            (RefinementLoss loss, int outputs, float target) in (IEnumerable<(RefinementLoss, int, float)>)
                [
                    (new SquaredLoss(new double[3], true), 3, 1f),
                    (new SquaredLoss([0.5], false), 1, 2.5f),
                    (new ScoreLoss([0f]), 1, 1f),
                    (new ScoreLoss([0f, 0f, 0f]), 3, 2f),
                ]
        )
        {
            double[] at = [.. Enumerable.Range(0, outputs).Select(k => 0.3 * k - 0.2)],
                gradient = [.. at];
            loss.Of(gradient, target);
            for (int k = 0; k < outputs; k++)
            {
                double[] up = [.. at],
                    down = [.. at];
                up[k] += 1e-5;
                down[k] -= 1e-5;
                Assert.Equal((loss.Of(up, target) - loss.Of(down, target)) / 2e-5, gradient[k], 1e-6);
            }
        }
    }

    [Fact]
    public void A_row_moves_its_own_output_by_the_rate_times_the_gradient()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Wine, 5);
        var values = new LeafValues(forest.Trees, [0.4, 0.3, 0.1, 0.1, 0.1], 0);
        int[] leaves = [.. forest.Trees.Select(tree => tree.LeafOf(ForestFixture.Wine.Training.Row(7)))];
        double[] before = new double[3],
            after = new double[3],
            gradient = [0.5, -0.75, 0.25];

        values.AddTo(leaves, before);
        values.Descend(leaves, gradient, 0.1);
        values.AddTo(leaves, after);

        for (int k = 0; k < 3; k++)
            Assert.Equal(before[k] - 0.1 * gradient[k], after[k], 1e-6);
    }

    [Fact]
    public void Small_trees_of_a_few_predict_better_refined()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Digits, 30, maxLeaves: 32);
        Model plain = ForestFixture.Prune(forest, "ReducedError", new PruningTarget { Keep = 6 });
        Model refined = ForestFixture.Prune(forest, "ReducedError", new PruningTarget { Keep = 6 }, 10);

        double Score(Model model) => ModelEvaluator.Evaluate(model, ForestFixture.Digits, PartitionName.Test, SilentMonitor.Instance).Score;
        Assert.True(Score(refined) > Score(plain) + 0.01, $"{Score(plain)} → {Score(refined)}");
        Assert.Contains("Leaf refinement", refined.History[^1].Description);
        Assert.Equal(plain.Parameters, refined.Parameters);
    }

    [Fact]
    public void A_refined_forest_gives_probabilities_and_its_leaves_sum_to_one()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Digits, 4);
        var refined = (ForestModel)ForestFixture.Prune(forest, "IndividualRank", new PruningTarget { Keep = 4 }, 20);

        Assert.Contains(refined.Trees, tree => tree.Values.Any(value => value < 0));
        foreach (DecisionTree tree in refined.Trees)
        {
            for (int node = 0; node < tree.NodeCount; node++)
            {
                double sum = 0;
                foreach (float value in tree.Value(node))
                    sum += value;
                Assert.Equal(1, sum, 1e-3);
            }
        }
        foreach (float[] row in ForestFixture.Predict(refined, ForestFixture.Digits.Test).Chunk(10))
        {
            Assert.All(row, probability => Assert.InRange(probability, 0, 1));
            Assert.Equal(1, row.Sum(), 1e-4);
        }
    }

    [Fact]
    public void The_default_refines_what_lost_trees_and_leaves_a_whole_forest_alone()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Wine, 6);
        Model whole = ForestFixture.Prune(forest, "ReducedError", new PruningTarget { Keep = 6 }, refinementEpochs: null);
        Model pruned = ForestFixture.Prune(forest, "ReducedError", new PruningTarget { Keep = 3 }, refinementEpochs: null);

        Assert.Equal("Pruned", whole.History[^1].Action);
        Assert.Equal("FineTuned", pruned.History[^1].Action);
        Assert.Equal(ForestFixture.Predict(forest, ForestFixture.Wine.Test), ForestFixture.Predict(whole, ForestFixture.Wine.Test));
    }

    [Fact]
    public void The_same_seed_gives_the_same_leaves()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Wine, 4);
        float[] First() =>
            ForestFixture.Predict(LeafRefinement.Refine(forest, ForestFixture.Wine, 3, 9, SilentMonitor.Instance), ForestFixture.Wine.Test);

        Assert.Equal(First(), First());
    }

    [Fact]
    public void The_best_epoch_by_validation_is_kept()
    {
        ForestModel forest = ForestFixture.Forest(ForestFixture.Numbers, 5);
        Model refined = LeafRefinement.Refine(forest, ForestFixture.Numbers, 5, 1, SilentMonitor.Instance);
        double Loss(Model model) =>
            ForestFixture
                .Predict(model, ForestFixture.Numbers.Validation)
                .Zip(ForestFixture.Numbers.Validation.Targets.ToArray(), (p, t) => Math.Pow(p - t, 2))
                .Sum();

        Assert.True(Loss(refined) <= Loss(forest) + 1e-6);
    }

    [Theory]
    [InlineData(new float[] { 0.2f, 0.3f, 0.5f }, new float[] { 0.2f, 0.3f, 0.5f })]
    [InlineData(new float[] { 1.2f, -0.1f, -0.1f }, new float[] { 1, 0, 0 })]
    [InlineData(new float[] { 0.7f, 0.5f, -0.2f }, new float[] { 0.6f, 0.4f, 0 })]
    [InlineData(new float[] { -1, -1 }, new float[] { 0.5f, 0.5f })]
    public void Numbers_become_the_nearest_probabilities(float[] given, float[] expected)
    {
        Simplex.Project(given);

        for (int k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], given[k], 1e-6);
    }
}
