using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Schedules.Proximal;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class ProximalTests
{
    [Fact]
    public void The_element_step_is_the_soft_threshold()
    {
        using Graph graph = PruningFixture.Mlp(PruningFixture.Blobs([7])).Graph.Clone();
        GraphParameter weight = graph.Parameters["fc1.weight"];
        float[] before = weight.Value.data<float>().ToArray();
        using var penalty = new ElementPenalty([weight]);
        using IDisposable withoutGradient = no_grad();

        penalty.Apply(0.1);

        float[] expected = [.. before.Select(w => MathF.Sign(w) * MathF.Max(MathF.Abs(w) - 0.1f, 0))];
        CriterionSetting.AssertClose(expected, weight.Value.data<float>().ToArray(), 1e-5f);
        Assert.Equal(before.Count(w => MathF.Abs(w) <= 0.1f) / (double)before.Length, penalty.Zero(), 12);
        penalty.PutBack();
        Assert.Equal(before, weight.Value.data<float>().ToArray());
    }

    /// <summary>
    /// The operator's result is the minimum of ½‖u − v‖² + τ√p‖u‖: no other point nearby is better, for every unit of every structure.
    /// </summary>
    [Theory]
    [InlineData("ResNet20")]
    [InlineData("Depthwise separable")]
    [InlineData("Concat")]
    public void The_group_step_is_the_block_soft_threshold(string structure)
    {
        using Graph graph = StructureNets.Build(structure, 3);
        PruningUnit[] units = [.. UnitGroups.Of(graph).Where(group => group.FixedReason is null).SelectMany(group => group.Units)];
        double[][] before = [.. units.Select(unit => Maker(graph, unit))];
        using var penalty = new GroupPenalty(graph, units);
        using IDisposable withoutGradient = no_grad();
        double threshold = penalty.Quantile(0.4);

        penalty.Apply(threshold);

        int zeros = 0;
        for (int i = 0; i < units.Length; i++)
        {
            double norm = Math.Sqrt(before[i].Sum(x => x * x)),
                factor = Math.Max(0, 1 - threshold * Math.Sqrt(before[i].Length) / norm);
            Assert.Equal(before[i].Select(x => Math.Round(x * factor, 5)), Maker(graph, units[i]).Select(x => Math.Round(x, 5)), (x, y) =>
                Math.Abs(x - y) < 3e-5
            );
            zeros += Maker(graph, units[i]).All(x => Math.Abs(x) < 1e-7) ? 1 : 0;
        }
        Assert.InRange(zeros, (int)(0.4 * units.Length) - 1, (int)(0.4 * units.Length) + 1);
    }

    [Fact]
    public void The_strength_rises_while_too_much_is_left_and_falls_after()
    {
        var control = new FollowingControl(1);
        control.Observe(0.5, 0.5, 10);
        Assert.Equal(1, control.Strength, 12);
        control.Observe(0.5, 0.75, 10);
        Assert.Equal(Math.Exp(0.25 * Math.Log(2)), control.Strength, 12);
        control.Observe(0.99999, 0.5, 10);
        Assert.Equal(Math.Exp(0.25 * (Math.Log(2) - 1)), control.Strength, 12);
    }

    [Fact]
    public void Without_gradients_units_are_zero_at_the_deadline_and_no_more_go_then()
    {
        using Graph graph = PruningFixture.Mlp(PruningFixture.Blobs([7]), 0, 20).Graph.Clone();
        using var penalty = new GroupPenalty(
            graph,
            [.. UnitGroups.Of(graph).Where(group => group.FixedReason is null).SelectMany(group => group.Units)]
        );
        using IDisposable withoutGradient = no_grad();
        var control = new DeadlineControl(penalty, 0.6, 0.1, 0);

        for (int update = 0; update < 40; update++)
        {
            control.Observe(0, 0, 20 - update);
            penalty.Apply(0.1 * control.Strength);
        }

        Assert.Equal(0.6, penalty.Zero(), 12);
        Assert.Equal(0, control.Strength);
    }

    [Theory]
    [InlineData("Element", 0.9)]
    [InlineData("Neuron", 0.5)]
    public void The_penalty_brings_digits_to_the_sparsity_and_what_it_takes_was_nearly_zero(string granularity, double sparsity)
    {
        var monitor = new Training.CollectingMonitor();
        using NetworkModel pruned = PruningFixture.Prune(
            PruningFixture.DigitsModel,
            PruningFixture.Options(sparsity, granularity: granularity, schedule: "Proximal", epochs: 20),
            monitor
        );

        Assert.Equal(sparsity, pruned.Pruning!.Sparsity, 2);
        // The training itself has come to the target, so that the last cut costs next to nothing.
        Assert.InRange(pruned.Pruning.Rounds[^2].Sparsity, sparsity - 0.08, sparsity + 0.08);
        Assert.True(pruned.Pruning.Rounds[^1].ScorePruned >= pruned.Pruning.Rounds[^2].ScoreTuned - 0.05);
        Assert.True(
            pruned.Pruning.ScoreAfter >= pruned.Pruning.ScoreBefore - 0.05,
            $"{pruned.Pruning.ScoreBefore} before, {pruned.Pruning.ScoreAfter} after."
        );
        if (granularity == "Neuron")
            Assert.True(pruned.Parameters < 0.7 * PruningFixture.DigitsModel.Parameters);
    }

    [Fact]
    public void A_strength_that_is_given_is_where_it_begins()
    {
        var options = PruningFixture.Options(0.8, schedule: "Proximal", epochs: 3);
        using NetworkModel strong = PruningFixture.Prune(
                PruningFixture.DigitsModel,
                options.WithNetwork(network => network with { Penalty = 5 })
            ),
            weak = PruningFixture.Prune(PruningFixture.DigitsModel, options.WithNetwork(network => network with { Penalty = 1e-6 }));

        Assert.True(strong.Pruning!.Rounds[0].Sparsity > weak.Pruning!.Rounds[0].Sparsity + 0.2);
        Assert.Equal(0.8, strong.Pruning.Sparsity, 3);
        Assert.Equal(0.8, weak.Pruning.Sparsity, 3);
    }

    [Fact]
    public void What_does_not_go_together_is_told()
    {
        string Id(Compute.Pruning.PruningOptions options) =>
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(PruningFixture.DigitsModel, options)).ErrorId;

        Assert.Equal("ScheduleNotForGranularity", Id(PruningFixture.Options(0.5, granularity: "Block", schedule: "Proximal", epochs: 1)));
        Assert.Equal("ScheduleNotForMethod", Id(PruningFixture.Options(0.5, "Wanda", schedule: "Proximal", epochs: 1)));
        Assert.Equal(
            "ParameterNotForSchedule",
            Id(PruningFixture.Options(0.5, schedule: "Gradual", epochs: 1).WithNetwork(network => network with { Penalty = 0.1 }))
        );
        Assert.Equal(
            "CheckpointNotForSchedule",
            Id(
                PruningFixture.Options(0.5, schedule: "Proximal", epochs: 1) with
                {
                    Checkpoint = new() { CheckpointPath = "never.checkpoint" },
                }
            )
        );
        Assert.Equal("ScheduleNeedsFineTuning", Id(PruningFixture.Options(0.5, schedule: "Proximal")));
    }

    /// <summary>All trainable numbers that make a unit.</summary>
    private static double[] Maker(Graph graph, PruningUnit unit)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        return
        [
            .. unit
                .Slices.Where(slice => slice.Role != SliceRole.Consumer && graph.Parameters[slice.Parameter].IsTrainable)
                .SelectMany(slice =>
                    graph.Parameters[slice.Parameter].Value.detach().select(slice.Axis, slice.Index).contiguous().data<float>().ToArray()
                )
                .Select(x => (double)x),
        ];
    }
}
