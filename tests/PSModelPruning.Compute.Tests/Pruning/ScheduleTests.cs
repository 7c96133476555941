using PSModelPruning.Compute.Pruning.Networks.Schedules;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class ScheduleTests
{
    [Fact]
    public void Gradual_follows_the_cubic_of_zhu_and_gupta()
    {
        PruningSchedule schedule = PruningScheduleCatalog.Get("gradual");

        // s_f + (s_i - s_f)(1 - t)^3 with s_i = 0.1, s_f = 0.9 at t = 0.25, 0.5, 0.75, 1.
        double[] expected = [0.5625, 0.8, 0.8875, 0.9];
        Assert.Equal(expected, Enumerable.Range(1, 4).Select(step => Math.Round(schedule.Sparsity(0.1, 0.9, step, 4), 12)));
    }

    [Fact]
    public void Iterative_takes_equal_steps_and_one_shot_a_single_one()
    {
        Assert.Equal(
            [0.25, 0.5, 0.75],
            Enumerable.Range(1, 3).Select(step => PruningScheduleCatalog.Get("Iterative").Sparsity(0, 0.75, step, 3))
        );
        Assert.Equal(1, PruningScheduleCatalog.Get("OneShot").Steps(7, 0, 0.5));
        Assert.Equal(0.75, PruningScheduleCatalog.Get("OneShot").Sparsity(0.1, 0.75, 1, 1));
    }

    [Fact]
    public void The_rounds_are_those_of_the_schedule()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8, schedule: "Iterative").WithNetwork(network => network with { Steps = 4 })
        );
        using NetworkModel gradual = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.8, schedule: "Gradual", epochs: 8).WithNetwork(network => network with { Steps = 4 })
        );

        Assert.Equal([0.2, 0.4, 0.6, 0.8], pruned.Pruning!.Rounds.Select(round => Math.Round(round.Sparsity, 2)));
        Assert.Equal([1, 2, 3, 4], gradual.Pruning!.Rounds.Select(round => round.Round));
        Assert.True(gradual.Pruning.Rounds[0].Sparsity > 0.45);
        Assert.Equal(8, gradual.Training.Count);
        Assert.All(pruned.Pruning.Rounds, round => Assert.Equal(round.ScorePruned, round.ScoreTuned));
    }
}
