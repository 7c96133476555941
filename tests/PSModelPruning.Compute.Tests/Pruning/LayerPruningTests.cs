using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Pruning.Structures;
using PSModelPruning.Compute.Tests.Storage;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Whole blocks: how many go, which, what is told of it, and what is refused.</summary>
public sealed class LayerPruningTests
{
    private static readonly Lazy<NetworkModel> Residual = new(() =>
        PruningFixture.Model(NetworkBlockTests.RandomResidual(1), PruningFixture.Blobs([3, 6, 6], training: 64, validation: 48))
    );

    private static readonly Lazy<NetworkModel> Plain = new(() =>
        PruningFixture.Train(
            NetworkFactory.FromLayers([.. Enumerable.Repeat(new[] { "linear 16", "relu" }, 5).SelectMany(words => words)], [64], 10, 1),
            PruningFixture.Digits,
            6
        )
    );

    public static TheoryData<string> Criteria =>
        [
            .. CriterionCatalog
                .Entries.Select(entry => entry.Name)
                .Where(name => name != "FeatureImportance" && !CriterionCatalog.Get(name).IsOfUnits),
        ];

    [Theory]
    [MemberData(nameof(Criteria))]
    public void Every_criterion_of_weights_and_blocks_removes_the_fraction(string method)
    {
        int blocks = NetworkBlocks.Of(Residual.Value.Graph).Count;

        NetworkModel pruned = PruningFixture.Prune(
            Residual.Value,
            PruningFixture.Options(0.4, method, "Layer", method == "Confidence" ? "Iterative" : "OneShot") with
            {
                Target = new PruningTarget { Sparsity = 0.4, Threshold = method == "Confidence" ? 1e9 : null },
            }
        );

        int gone = (int)Math.Round(0.4 * blocks, MidpointRounding.ToEven);
        Assert.Equal(gone, BlockRemoval.Count(pruned.Graph));
        Assert.Equal((double)gone / blocks, pruned.Pruning!.Sparsity, 9);
        Assert.True(pruned.MultiplyAccumulates < Residual.Value.MultiplyAccumulates);
        Assert.True(pruned.Parameters < Residual.Value.Parameters);
    }

    [Fact]
    public void What_goes_is_what_the_measured_loss_says()
    {
        NetworkModel model = Plain.Value;
        string[] candidates = [.. NetworkBlocks.Of(model.Graph).Select(block => block.Name)];

        NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.25, "LossIncrease", "Layer"));

        Assert.Equal(["fc2", "fc3", "fc4", "fc5"], candidates);
        string gone = Assert.Single(pruned.Pruning!.Layers, layer => layer.Kept == 0 && layer.Before == 1).Layer;
        Assert.Equal(candidates.MinBy(name => Loss(model, name)), gone);
        Assert.Equal(
            (0L, 0L, 0L),
            pruned
                .Pruning.Layers.Where(layer => layer.Layer == gone)
                .Select(layer => (layer.ParametersAfter, layer.MultiplyAccumulatesAfter, layer.BytesAfter))
                .Single()
        );
        Assert.All(pruned.Pruning.Layers.Where(layer => layer.Kept > 0), layer => Assert.NotNull(layer.Reason));
    }

    [Fact]
    public void Fractions_are_of_the_original_and_steps_go_on_where_others_ended()
    {
        NetworkModel half = PruningFixture.Prune(
            Plain.Value,
            PruningFixture.Options(0.5, "BlockInfluence", "Layer", "Iterative", epochs: 1)
        );
        NetworkModel more = PruningFixture.Prune(half, PruningFixture.Options(0.75, "BlockInfluence", "Layer"));

        Assert.Equal((2, 3), (BlockRemoval.Count(half.Graph), BlockRemoval.Count(more.Graph)));
        Assert.Equal(0.75, more.Pruning!.Sparsity);
        Assert.Equal(
            "SparsityAlreadyReached",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(more, PruningFixture.Options(0.5, granularity: "Layer"))).ErrorId
        );
        NetworkModel neurons = PruningFixture.Prune(more, PruningFixture.Options(0.5, granularity: "Neuron"));
        Assert.True(neurons.Parameters < more.Parameters);
    }

    [Fact]
    public void An_excluded_layer_keeps_its_block()
    {
        NetworkModel pruned = PruningFixture.Prune(
            Plain.Value,
            PruningFixture.Options(0.9, granularity: "Layer").WithNetwork(network => network with { ExcludeLayer = ["fc3"] })
        );

        Assert.Contains("fc3.weight", pruned.Graph.Parameters.Keys);
        Assert.Equal(3, BlockRemoval.Count(pruned.Graph));
        Assert.Equal("excluded", pruned.Pruning!.Layers.Single(layer => layer.Layer == "fc3").Reason);
    }

    [Fact]
    public void A_budget_of_computation_takes_as_few_blocks_as_meet_it()
    {
        PruningOptions options = PruningFixture.Options(0, "LossIncrease", "Layer") with
        {
            Target = new PruningTarget { MaxMacs = Plain.Value.MultiplyAccumulates - 300 },
        };

        NetworkModel pruned = PruningFixture.Prune(Plain.Value, options);

        Assert.Equal(2, BlockRemoval.Count(pruned.Graph));
    }

    [Fact]
    public void A_shortened_network_is_the_same_after_a_round_trip_through_a_file_and_can_be_trained_anew()
    {
        NetworkModel pruned = PruningFixture.Prune(Residual.Value, PruningFixture.Options(0.6, granularity: "Layer"));

        using var read = (NetworkModel)Samples.Load(Samples.Save(pruned));
        using Graph fresh = NetworkFactory.Like(pruned.Graph, 2);

        Assert.Equal(Samples.Predict(pruned, 3), Samples.Predict(read, 3));
        Assert.Equal(BlockRemoval.Count(pruned.Graph), BlockRemoval.Count(read.Graph));
        Assert.Equal(pruned.Graph.Parameters.Keys, fresh.Parameters.Keys);
    }

    [Theory]
    [InlineData("Magnitude", "Layer", "Gradual", "ScheduleNotForGranularity")]
    [InlineData("GeometricMedian", "Layer", "OneShot", "MethodNeedsChannels")]
    [InlineData("LossIncrease", "Element", "OneShot", "MethodNeedsBlocks")]
    [InlineData("BlockInfluence", "Channel", "OneShot", "MethodNeedsBlocks")]
    public void Choices_that_do_not_go_together_are_refused(string method, string granularity, string schedule, string id) =>
        Assert.Equal(
            id,
            Assert
                .Throws<ComputeException>(() =>
                    PruningFixture.Prune(Plain.Value, PruningFixture.Options(0.5, method, granularity, schedule, 1))
                )
                .ErrorId
        );

    [Theory]
    [InlineData("Scope", "Global")]
    [InlineData("RoundTo", 1)]
    public void Parameters_that_mean_nothing_for_blocks_are_refused(string parameter, object value) =>
        Assert.Equal(
            "ParameterNotForGranularity",
            Assert
                .Throws<ComputeException>(() =>
                    PruningFixture.Prune(Plain.Value, PruningFixture.Options(0.5, granularity: "Layer").With(parameter, value))
                )
                .ErrorId
        );

    [Theory]
    [InlineData("Layer", "residual")]
    [InlineData("Head", "attention")]
    [InlineData("EmbeddingRow", "embedding")]
    public void A_network_without_such_parts_says_why_nothing_goes(string granularity, string reason)
    {
        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(PruningFixture.DigitsModel, PruningFixture.Options(0.5, granularity: granularity))
        );

        Assert.Equal("NothingToPrune", error.ErrorId);
        Assert.Contains(reason, error.Message);
    }

    /// <summary>The loss without a layer, computed through probabilities instead of the criterion's graph runs.</summary>
    private static double Loss(NetworkModel model, string block)
    {
        using Graph graph = model.Graph.Clone();
        BlockRemoval.Remove(graph, NetworkBlocks.Of(graph).Where(candidate => candidate.Name == block));
        NetworkModel without = PruningFixture.Model(graph, PruningFixture.Digits);
        Partition rows = PruningFixture.Digits.Training;
        float[] probabilities = new float[rows.RowCount * 10];
        without.Predict(rows.Inputs.Span, rows.RowCount, probabilities);
        return Enumerable
            .Range(0, rows.RowCount)
            .Average(row => -Math.Log(Math.Max(1e-30, probabilities[row * 10 + (int)rows.Targets.Span[row]])));
    }
}
