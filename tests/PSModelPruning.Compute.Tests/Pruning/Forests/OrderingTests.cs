using PSModelPruning.Compute.Pruning.Forests;
using PSModelPruning.Compute.Pruning.Forests.Orderings;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

/// <summary>The orderings of members, against worked examples and against counting anew what each candidate would bring.</summary>
public sealed class OrderingTests
{
    private static readonly SelectionMethod[] All =
    [
        new IndividualRankMethod(),
        new EnsembleReducedErrorMethod(),
        new ComplementarityMethod(),
        new MarginDistanceMethod(),
        new KappaMethod(),
        new ClusteringMethod(),
    ];

    /// <summary>
    /// Six rows of class 0. Members 0 and 1 are right on the same four, 2 on the other two and one more, 3 on none but the last.
    /// </summary>
    private static readonly MemberOutputs Worked = FewMembers.Voting(
        2,
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 1, 1],
        [0, 0, 0, 0, 1, 1],
        [1, 1, 1, 0, 0, 0],
        [1, 1, 1, 1, 1, 0]
    );

    [Fact]
    public void Every_method_orders_each_member_once_and_the_same_way_twice()
    {
        MemberOutputs outputs = FewMembers.Random(9, 60, 3, 5);
        foreach (SelectionMethod method in All)
        {
            int[] order = FewMembers.Order(method.Select(outputs, SilentMonitor.Instance), 9);
            Assert.Equal(Enumerable.Range(0, 9), order.Order());
            Assert.Equal(order, FewMembers.Order(method.Select(outputs, SilentMonitor.Instance), 9));
        }
    }

    [Fact]
    public void Rank_is_by_own_accuracy_and_the_first_of_equals_is_first() =>
        Assert.Equal([0, 1, 2, 3], FewMembers.Order(new IndividualRankMethod().Select(Worked, SilentMonitor.Instance), 4));

    [Fact]
    public void Complementarity_takes_who_is_right_where_the_vote_is_wrong()
    {
        // Member 0 is wrong on rows 4 and 5: 2 has both right, 1 none. Then 0 and 2 tie on five rows, and class 0 is the first of equals,
        // so nothing is wrong: the most accurate is next.
        Assert.Equal([0, 2, 1, 3], FewMembers.Order(new ComplementarityMethod().Select(Worked, SilentMonitor.Instance), 4));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    public void Complementarity_counts_as_the_paper_does(int seed, int classes)
    {
        MemberOutputs outputs = FewMembers.Random(8, 40, classes, seed);
        var chosen = new List<int>();
        foreach (int next in FewMembers.Order(new ComplementarityMethod().Select(outputs, SilentMonitor.Instance), 8))
        {
            if (chosen.Count == 0)
                Assert.Equal(Enumerable.Range(0, 8).Min(Errors), Errors(next));
            else
                Assert.Equal(Enumerable.Range(0, 8).Except(chosen).Max(Complements), Complements(next));
            chosen.Add(next);
        }

        int Errors(int member) => Enumerable.Range(0, outputs.Rows).Count(row => !outputs.IsRight(member, row));

        int Complements(int member) =>
            Enumerable.Range(0, outputs.Rows).Count(row => outputs.IsRight(member, row) && Voted(row) != (int)outputs.Targets[row]);

        int Voted(int row)
        {
            double[] votes = new double[classes];
            foreach (int member in chosen)
                votes[outputs.Votes(member)[row]] += outputs.Weights[member];
            return Array.IndexOf(votes, votes.Max());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reduced_error_always_takes_a_member_with_which_the_ensemble_errs_least(int seed)
    {
        foreach (MemberOutputs outputs in (MemberOutputs[])[FewMembers.Random(7, 50, 3, seed), FewMembers.RandomNumbers(7, 30, seed)])
        {
            var chosen = new List<int>();
            foreach (int next in FewMembers.Order(new EnsembleReducedErrorMethod().Select(outputs, SilentMonitor.Instance), 7))
            {
                double least = Enumerable.Range(0, 7).Except(chosen).Min(member => FewMembers.LossOf(outputs, [.. chosen, member]));
                Assert.Equal(least, FewMembers.LossOf(outputs, [.. chosen, next]), 1e-3);
                chosen.Add(next);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Margin_distance_always_takes_a_member_that_comes_nearest_to_the_objective(int seed)
    {
        MemberOutputs outputs = FewMembers.Random(8, 30, 3, seed);
        var chosen = new List<int>();
        foreach (int next in FewMembers.Order(new MarginDistanceMethod().Select(outputs, SilentMonitor.Instance), 8))
        {
            double nearest = Enumerable.Range(0, 8).Except(chosen).Min(Distance);
            Assert.Equal(nearest, Distance(next), 1e-9);
            chosen.Add(next);
        }

        double Distance(int member)
        {
            double sum = 0;
            for (int row = 0; row < outputs.Rows; row++)
                sum += Math.Pow(0.075 - chosen.Append(member).Sum(m => outputs.IsRight(m, row) ? 1.0 : -1.0) / 8, 2);
            return Math.Sqrt(sum);
        }
    }

    [Fact]
    public void Kappa_is_that_of_Cohen()
    {
        // 20 + 15 of 50 agree; one says yes 25 times, the other 30: Θ₁ = 0.7, Θ₂ = 0.5·0.6 + 0.5·0.4 = 0.5.
        int[] first = [.. Enumerable.Repeat(1, 25), .. Enumerable.Repeat(0, 25)];
        int[] second = [.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 5), .. Enumerable.Repeat(1, 10), .. Enumerable.Repeat(0, 15)];

        Assert.Equal(0.4, KappaMethod.Of(first, second, 2), 1e-12);
        Assert.Equal(1, KappaMethod.Of(first, first, 2), 1e-12);
        Assert.Equal(1, KappaMethod.Of([1, 1], [1, 1], 2), 1e-12);
    }

    [Fact]
    public void Kappa_takes_pairs_from_the_least_alike_to_the_most()
    {
        MemberOutputs outputs = FewMembers.Random(6, 80, 3, 4);
        int[] order = FewMembers.Order(new KappaMethod().Select(outputs, SilentMonitor.Instance), 6);
        (double Kappa, int A, int B)[] pairs =
        [
            .. from a in Enumerable.Range(0, 6) from b in Enumerable.Range(a + 1, 5 - a) select (Kappa(a, b), a, b),
        ];

        Assert.Equal(pairs.Min().Kappa, Kappa(order[0], order[1]), 1e-12);
        int[] expected = [.. pairs.OrderBy(pair => pair.Kappa).SelectMany(pair => (int[])[pair.A, pair.B]).Distinct()];
        Assert.Equal(expected[..2].Order(), order[..2].Order());
        Assert.Equal(expected[..4].Order(), order[..4].Order());

        double Kappa(int a, int b) => KappaMethod.Of(outputs.Votes(a), outputs.Votes(b), 3);
    }

    [Fact]
    public void Clustering_keeps_the_best_of_members_that_vote_alike()
    {
        // 0 and 1 vote the same, 2 and 3 nearly: the first pair loses 1, the second 3, and at last the better of both clusters stays.
        Assert.Equal([0, 2, 3, 1], FewMembers.Order(new ClusteringMethod().Select(Worked, SilentMonitor.Instance), 4));
    }

    [Fact]
    public void Clustering_of_numbers_goes_by_correlation()
    {
        var outputs = new MemberOutputs(
            [
                [1, 2, 3, 4],
                [2, 4, 6, 8],
                [4, 3, 2, 1],
            ],
            [1, 2, 3, 4],
            [1, 1, 1],
            LearningTask.Regression
        );

        Assert.Equal(0, ClusteringMethod.Difference(outputs, 0, 1), 1e-9);
        Assert.Equal(2, ClusteringMethod.Difference(outputs, 0, 2), 1e-9);
        Assert.Equal([0, 2, 1], FewMembers.Order(new ClusteringMethod().Select(outputs, SilentMonitor.Instance), 3));
    }
}
