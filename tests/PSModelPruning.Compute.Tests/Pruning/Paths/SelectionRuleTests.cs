using PSModelPruning.Compute.Pruning.Paths;

namespace PSModelPruning.Compute.Tests.Pruning.Paths;

public sealed class SelectionRuleTests
{
    [Fact]
    public void The_minimum_is_the_simplest_of_the_best() => Assert.Equal(2, SelectionRule.Minimum([0.8, 0.9, 0.9, 0.7]));

    [Fact]
    public void One_standard_error_takes_the_simplest_that_is_near_enough()
    {
        // 0.90 − 0.02: point 4 is within, although point 3 before it is not.
        Assert.Equal(4, SelectionRule.OneStandardError([0.80, 0.90, 0.89, 0.87, 0.885, 0.6], [0.01, 0.02, 0.02, 0.02, 0.02, 0.03]));
    }

    [Fact]
    public void One_standard_error_never_goes_to_a_more_complex_point_than_the_minimum()
    {
        var random = new Random(4);
        for (int trial = 0; trial < 500; trial++)
        {
            double[] scores = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble())],
                errors = [.. Enumerable.Range(0, 12).Select(_ => random.NextDouble() / 3)];
            int best = SelectionRule.Minimum(scores)!.Value,
                simplest = SelectionRule.OneStandardError(scores, errors)!.Value;
            Assert.True(simplest >= best);
            Assert.True(scores[simplest] >= scores[best] - errors[best]);
            Assert.All(Enumerable.Range(simplest + 1, 11 - simplest), i => Assert.True(scores[i] < scores[best] - errors[best]));
        }
    }

    [Fact]
    public void Undefined_scores_choose_nothing()
    {
        Assert.Null(SelectionRule.Minimum([double.NaN, double.NaN]));
        Assert.Null(SelectionRule.OneStandardError([double.NaN], [double.NaN]));
        Assert.Equal(1, SelectionRule.Minimum([double.NaN, 0.5, double.NaN]));
    }
}
