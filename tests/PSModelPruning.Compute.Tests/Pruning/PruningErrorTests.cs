using PSModelPruning.Compute.Tests.Evaluation;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class PruningErrorTests
{
    [Theory]
    [InlineData(1.0)]
    [InlineData(-0.1)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_sparsity_that_is_no_fraction_is_refused(double sparsity)
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        Assert.Equal(
            "SparsityOutOfRange",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(sparsity))).ErrorId
        );
    }

    [Theory]
    [InlineData("Taylor", "OneShot", 0)]
    [InlineData("Fisher", "OneShot", 0)]
    [InlineData("SparseGpt", "OneShot", 0)]
    [InlineData("OptimalBrainSurgeon", "OneShot", 0)]
    [InlineData("Movement", "Iterative", 0)]
    [InlineData("Confidence", "OneShot", 0)]
    [InlineData("Gradient", "OneShot", 0)]
    [InlineData("Magnitude", "Gradual", 0)]
    [InlineData("Magnitude", "OneShot", 3)]
    public void What_needs_data_says_so_where_there_is_none(string method, string schedule, int epochs)
    {
        using NetworkModel model = PruningFixture.WithoutData(PruningFixture.Mlp(PruningFixture.Blobs([7])));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(model, PruningFixture.Options(0.5, method, schedule: schedule, epochs: epochs))
        );

        Assert.Equal("DatasetMissing", error.ErrorId);
        Assert.Contains("with Dataset", error.Message);
    }

    [Theory]
    [InlineData("Magnitude")]
    [InlineData("Lamp")]
    [InlineData("SynFlow")]
    [InlineData("Random")]
    public void Magnitude_and_chance_need_no_data(string method)
    {
        using NetworkModel model = PruningFixture.WithoutData(PruningFixture.Mlp(PruningFixture.Blobs([7])));

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.5, method).WithNetwork(network => network with { FineTuneEpochs = null })
        );

        Assert.Equal(0.5, pruned.Sparsity, 9);
        Assert.True(double.IsNaN(pruned.Pruning!.ScoreAfter));
    }

    [Fact]
    public void An_unknown_layer_is_refused_with_the_nearest_names()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            PruningFixture.Prune(model, PruningFixture.Options(0.5).WithNetwork(network => network with { ExcludeLayer = ["fc9"] }))
        );

        Assert.Equal("LayerNotFound", error.ErrorId);
        Assert.Contains("'fc1'", error.Message);
    }

    [Fact]
    public void A_linear_model_has_no_neuron_to_remove()
    {
        Dataset data = PruningFixture.Blobs([7]);
        using NetworkModel model = HandMade.Linear(data.Preprocessing, [.. data.Classes], new float[3, 7], dataset: data);

        Assert.Equal(
            "NothingToPrune",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.5, granularity: "Neuron"))).ErrorId
        );
    }

    [Fact]
    public void Gradual_without_epochs_is_refused()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        Assert.Equal(
            "ScheduleNeedsFineTuning",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, PruningFixture.Options(0.5, schedule: "Gradual"))).ErrorId
        );
    }
}
