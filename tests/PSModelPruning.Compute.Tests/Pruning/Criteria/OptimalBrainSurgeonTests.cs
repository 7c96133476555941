using PSModelPruning.Compute.Pruning.Networks.Criteria;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class OptimalBrainSurgeonTests
{
    private const int Elements = 20;

    [Fact]
    public void A_weight_is_scored_by_its_square_over_twice_the_inverse_fisher_diagonal()
    {
        using var setting = new CriterionSetting();
        double[,] inverse = Matrices.Inverse(Fisher());

        float[] expected = [.. setting.Weight("fc1.weight").Select((w, i) => (float)(w * w / (2 * inverse[i, i])))];

        CriterionSetting.AssertClose(
            expected,
            [.. setting.DoubleScores("OptimalBrainSurgeon", "fc1.weight").Select(score => (float)score)]
        );
    }

    [Fact]
    public void The_update_is_the_closed_form_that_makes_the_quadratic_loss_least()
    {
        using var setting = new CriterionSetting();
        double[,] fisher = Fisher();
        double[] w = [.. setting.Weight("fc1.weight").Select(x => (double)x)];
        int[] all = [.. Enumerable.Range(0, Elements)],
            go = [1, 2, 5, 9, 10, 16],
            stay = [.. all.Except(go)];
        double[] shift = Matrices.Times(
            Matrices.Inverse(Matrices.Part(fisher, stay, stay)),
            Matrices.Times(Matrices.Part(fisher, stay, go), [.. go.Select(i => w[i])])
        );
        double[] expected = [.. all.Select(i => go.Contains(i) ? 0 : w[i] + shift[Array.IndexOf(stay, i)])];
        var masks = new Dictionary<string, Tensor>
        {
            ["fc1.weight"] = tensor([.. all.Select(i => go.Contains(i) ? 0f : 1f)]).reshape(4, 5),
        };

        using (no_grad())
            CriterionCatalog.Get("OptimalBrainSurgeon").Compensate(setting.Context, masks);
        float[] after = setting.Weight("fc1.weight");

        CriterionSetting.AssertClose([.. expected.Select(x => (float)x)], after);
        double Loss(Func<int, double> value) => Matrices.Quadratic(fisher, [.. all.Select(i => value(i) - w[i])]) / 2;
        double masked = Loss(i => go.Contains(i) ? 0 : w[i]),
            updated = Loss(i => after[i]),
            best = Loss(i => expected[i]);
        Assert.True(updated < 0.9 * masked, $"{updated} with the update, {masked} without.");
        Assert.Equal(best, updated, best * 1e-4);
    }

    [Theory]
    [InlineData("Element", "OneShot")]
    [InlineData("Element", "Gradual")]
    [InlineData("Channel", "Iterative")]
    public void It_prunes_at_every_granularity_and_schedule(string granularity, string schedule)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 120);

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.5, "OptimalBrainSurgeon", granularity, schedule, epochs: 2)
                .WithNetwork(network => network with { Steps = 3 })
                .ReadBySchedule()
        );

        Assert.Equal(0.5, pruned.Pruning!.Sparsity, 2);
        Assert.Equal("OptimalBrainSurgeon", pruned.Pruning.Method);
        Assert.Equal((1, 1), (pruned.Pruning.ScoreBefore, pruned.Pruning.ScoreAfter));
    }

    /// <summary>
    /// The mean of the outer products of the sixteen rows' gradients, by central differences, with a hundredth of the mean diagonal.
    /// </summary>
    private static double[,] Fisher()
    {
        using var rows = new CriterionSetting(1);
        var fisher = new double[Elements, Elements];
        foreach (float[] gradient in rows.Gradients("fc1.weight"))
        {
            for (int i = 0; i < Elements; i++)
            {
                for (int j = 0; j < Elements; j++)
                    fisher[i, j] += (double)gradient[i] * gradient[j] / 16;
            }
        }
        double damping = Enumerable.Range(0, Elements).Average(i => fisher[i, i]) * 0.01;
        for (int i = 0; i < Elements; i++)
            fisher[i, i] += damping;
        return fisher;
    }
}
