using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Recurrent networks on a real small task: the digits as sequences of eight rows of eight pixels.</summary>
public sealed class RecurrentPruningTests
{
    private static readonly Lazy<NetworkModel> Trained = new(TrainOnDigits);

    private static readonly Lazy<NetworkModel> Small = new(() =>
        PruningFixture.Model(
            NetworkFactory.FromLayers(["lstm 6 bidirectional sequence", "gru 5"], [3, 4], 3, 1),
            PruningFixture.Blobs([3, 4], training: 64, validation: 32)
        )
    );

    public static TheoryData<string> Criteria =>
        [
            .. CriterionCatalog
                .Entries.Select(entry => entry.Name)
                .Where(name =>
                    name is not ("SynFlow" or "FeatureImportance" or "BatchNormScale" or "ApoZ") && !CriterionCatalog.Get(name).IsOfBlocks
                ),
        ];

    [Fact]
    public void Recurrent_layers_learn_the_digits_and_lose_half_their_hidden_units()
    {
        double before = Accuracy(Trained.Value);

        NetworkModel small = PruningFixture.Prune(
            Trained.Value,
            PruningFixture.Options(0.5, "Taylor", "Neuron", epochs: 10).WithNetwork(network => network with { LearningRate = 0.01 })
        );

        Assert.True(before >= 0.93, $"accuracy {before}");
        Assert.True(Accuracy(small) >= before - 0.06, $"accuracy {Accuracy(small)} after {before}");
        Assert.Equal(
            24,
            small.Graph.Parameters["lstm1.recurrent_weight"].Shape[2] + small.Graph.Parameters["gru1.recurrent_weight"].Shape[2]
        );
        Assert.Equal(
            small.Graph.Parameters["lstm1.recurrent_weight"].Shape[2],
            small.Graph.Nodes.First(node => node.Name == "lstm1").Attributes.Integer("hidden_size", 0)
        );
        Assert.True(small.MultiplyAccumulates < 0.4 * Trained.Value.MultiplyAccumulates);
        PruningLayer row = small.Pruning!.Layers.First(layer => layer.Layer == "lstm1");
        Assert.Equal((24L, small.Graph.Parameters["lstm1.recurrent_weight"].Shape[2]), (row.Original, row.Kept));
    }

    [Theory]
    [InlineData("Element", 0.7)]
    [InlineData("Pattern", 0.5)]
    [InlineData("Block", 0.4)]
    public void Weights_of_recurrent_layers_become_zeros(string granularity, double sparsity)
    {
        NetworkModel pruned = PruningFixture.Prune(
            Trained.Value,
            PruningFixture
                .Options(sparsity, granularity: granularity, schedule: "Gradual", epochs: 5)
                .WithNetwork(network => network with { LearningRate = 0.01 })
        );

        Assert.Equal(sparsity, pruned.Sparsity, 2);
        Assert.True(PruningFixture.Zeros(pruned)["lstm1.recurrent_weight"] > 0.3 * 96 * 24);
        Assert.True(Accuracy(pruned) >= 0.85, $"accuracy {Accuracy(pruned)}");
    }

    [Theory]
    [MemberData(nameof(Criteria))]
    public void Every_criterion_scores_recurrent_layers(string method)
    {
        bool ofUnits = CriterionCatalog.Get(method).IsOfUnits;
        NetworkModel pruned = PruningFixture.Prune(
            Small.Value,
            PruningFixture.Options(
                0.4,
                method,
                ofUnits ? "Channel" : "Element",
                CriterionCatalog.Get(method).DefaultThreshold is null ? "OneShot" : "Iterative"
            )
        );

        Assert.True(pruned.Pruning!.Sparsity > 0);
    }

    [Fact]
    public void A_criterion_that_takes_the_network_as_linear_refuses_gates() =>
        Assert.Equal(
            "MethodNotForNetwork",
            Assert.Throws<ComputeException>(() => PruningFixture.Prune(Small.Value, PruningFixture.Options(0.4, "SynFlow"))).ErrorId
        );

    [Fact]
    public void A_pruned_recurrent_network_trains_again_from_new_weights()
    {
        NetworkModel small = PruningFixture.Prune(Small.Value, PruningFixture.Options(0.5, granularity: "Neuron"));

        using Graph fresh = NetworkFactory.Like(small.Graph, 3);

        Assert.Equal(small.Graph.Parameters.Values.Select(p => p.Shape), fresh.Parameters.Values.Select(p => p.Shape));
        float bound = 1 / MathF.Sqrt(small.Graph.Parameters["lstm1.recurrent_weight"].Shape[2]);
        float[] weights = fresh.Parameters["lstm1.weight"].Value.data<float>().ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, -bound, bound));
        Assert.True(weights.Max(Math.Abs) > 0.8 * bound);
    }

    private static NetworkModel TrainOnDigits()
    {
        Graph graph = NetworkFactory.FromLayers(["sequence 8x8", "lstm 24 sequence", "gru 24"], [64], 10, 1);
        TrainingData data = TrainingData.From(PruningFixture.Digits);
        NetworkTrainer.Train(
            graph,
            data,
            new TrainingOptions
            {
                Epochs = 12,
                BatchSize = 32,
                LearningRate = 0.01,
                Seed = 1,
                Schedule = "Cosine",
                Threads = 1,
            },
            PruningFixture.Silent
        );
        return PruningFixture.Model(graph, PruningFixture.Digits, data);
    }

    private static double Accuracy(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, PruningFixture.Digits, PartitionName.Test, PruningFixture.Silent).Score;
}
