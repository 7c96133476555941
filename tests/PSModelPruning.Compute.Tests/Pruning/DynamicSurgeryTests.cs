using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Networks.Schedules.Surgery;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class DynamicSurgeryTests
{
    [Fact]
    public void A_mask_falls_below_nine_tenths_of_the_threshold_and_comes_back_above_eleven()
    {
        using DisposeScope scope = NewDisposeScope();
        using Graph graph = PruningFixture.Mlp(PruningFixture.Blobs([5]), 0, 2).Graph.Clone();
        GraphParameter weight = graph.Parameters["fc1.weight"];
        using var masks = new SurgeryMasks([weight]);
        using IDisposable withoutGradient = no_grad();
        weight.Value.copy_(tensor([0.85f, -0.95f, 1.05f, -1.15f, 0.2f, 0.5f, 2f, -3f, 4f, 5f]).reshape(2, 5));
        State(masks, "threshold").fill_(1.ToScalar());

        masks.Update();
        Assert.Equal([0, 1, 1, 1, 0, 0, 1, 1, 1, 1], State(masks, "mask").flatten().data<float>().ToArray());

        // What was cut needs 1.1 to come back; what is in use stays down to 0.9.
        weight.Value.copy_(tensor([1.05f, -0.95f, 0.85f, -1.15f, 1.15f, -1.05f, 2f, -3f, 4f, 5f]).reshape(2, 5));
        masks.Update();
        Assert.Equal([0, 1, 0, 1, 1, 0, 1, 1, 1, 1], State(masks, "mask").flatten().data<float>().ToArray());
        masks.Apply(graph);
        Assert.Equal([0, -0.95f, 0, -1.15f, 1.15f, 0, 2, -3, 4, 5], weight.Value.flatten().data<float>().ToArray());
    }

    [Fact]
    public void The_sparsity_is_exact_and_rises_before_it_stays()
    {
        using NetworkModel pruned = PruningFixture.Prune(
            PruningFixture.DigitsModel,
            PruningFixture.Options(0.95, schedule: "DynamicSurgery", epochs: 24).WithNetwork(network => network with { Steps = 9 })
        );

        long weights = pruned.Graph.PrunableWeights().Sum(entry => entry.Weight.ElementCount);
        Assert.Equal((long)Math.Round(0.95 * weights), PruningFixture.Zeros(pruned).Values.Sum());
        double[] reached = [.. pruned.Pruning!.Rounds.Select(round => Math.Round(round.Sparsity, 3))];
        Assert.Equal(9, reached.Length);
        Assert.Equal(reached.Order(), reached);
        Assert.Equal([0.95, 0.95, 0.95, 0.95], reached[^4..]);
        Assert.True(reached[0] < 0.5);
        Assert.True(
            pruned.Pruning.ScoreAfter >= pruned.Pruning.ScoreBefore - 0.06,
            $"{pruned.Pruning.ScoreBefore} before, {pruned.Pruning.ScoreAfter} after."
        );
    }

    /// <summary>A weight that the first cut takes although the task needs it: only splicing brings it back.</summary>
    [Fact]
    public void What_was_cut_wrongly_is_spliced_back()
    {
        Dataset dataset = PruningFixture.Blobs([6], training: 384, validation: 96);
        using NetworkModel model = PruningFixture.Mlp(dataset, epochs: 0, 8);
        float[] start = Layer(model.Graph);
        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.7, schedule: "DynamicSurgery", epochs: 30).WithNetwork(network => network with { LearningRate = 0.02 })
        );
        float[] end = Layer(pruned.Graph);
        float cut = start.Select(MathF.Abs).Order().ElementAt((int)(0.3 * start.Length));

        // Among the smallest three tenths at the start, which any cut takes first, some are in use at the end.
        Assert.Contains(Enumerable.Range(0, start.Length), i => MathF.Abs(start[i]) < cut && end[i] != 0);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_layers_lose_alike_where_asked()
    {
        var options = PruningFixture
            .Options(0.8, schedule: "DynamicSurgery", epochs: 3)
            .WithNetwork(network => network with { Scope = PruningScope.Layer });
        using NetworkModel first = PruningFixture.Prune(PruningFixture.DigitsModel, options),
            second = PruningFixture.Prune(PruningFixture.DigitsModel, options);

        Assert.Equal(PruningFixture.Weights(first), PruningFixture.Weights(second));
        Assert.All(first.Graph.PrunableWeights(), entry =>
            Assert.Equal(0.8, PruningFixture.Zeros(first)[entry.Weight.Name] / (double)entry.Weight.ElementCount, 2)
        );
    }

    [Fact]
    public void It_goes_on_from_a_sparse_model_without_losing_its_zeros_count()
    {
        using NetworkModel half = PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.5));
        using NetworkModel pruned = PruningFixture.Prune(half, PruningFixture.Options(0.9, schedule: "DynamicSurgery", epochs: 4));

        Assert.Equal(0.9, pruned.Pruning!.Sparsity, 3);
    }

    [Theory]
    [InlineData("Magnitude", "Channel", "ScheduleNotForGranularity")]
    [InlineData("Magnitude", "Pattern", "ScheduleNotForGranularity")]
    [InlineData("Taylor", "Element", "ScheduleNotForMethod")]
    public void What_does_not_go_together_is_told(string method, string granularity, string error) =>
        Assert.Equal(
            error,
            Assert
                .Throws<ComputeException>(() =>
                    PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.5, method, granularity, "DynamicSurgery", 1))
                )
                .ErrorId
        );

    [Fact]
    public void The_course_is_cubic_over_two_thirds_of_the_steps()
    {
        PruningSchedule schedule = PruningScheduleCatalog.Get("dynamicsurgery");

        double[] expected = [0.5625, 0.8, 0.8875, 0.9, 0.9, 0.9];
        Assert.Equal(expected, Enumerable.Range(1, 6).Select(step => Math.Round(schedule.Sparsity(0.1, 0.9, step, 6), 12)));
    }

    private static Tensor State(SurgeryMasks masks, string name) =>
        masks.State.First(entry => entry.Name.StartsWith(name, StringComparison.Ordinal)).Value;

    private static float[] Layer(Graph graph) => graph.Parameters["fc1.weight"].Value.data<float>().ToArray();
}
