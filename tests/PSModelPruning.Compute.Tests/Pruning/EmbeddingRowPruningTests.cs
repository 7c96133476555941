using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Entries of an embedding: what is removed gives the same as a vector of zeros.</summary>
public sealed class EmbeddingRowPruningTests
{
    private const int Words = 12,
        Steps = 6;

    private static readonly Lazy<Dataset> Sentences = new(MakeSentences);

    private static NetworkModel Model(int epochs = 0)
    {
        Graph graph = NetworkFactory.FromLayers([$"embedding {Words}x5", "lstm 6"], [Steps], 2, 1);
        TrainingData data = TrainingData.From(Sentences.Value);
        if (epochs > 0)
            NetworkTrainer.Train(
                graph,
                data,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = 32,
                    LearningRate = 0.02,
                    Seed = 1,
                    Threads = 1,
                },
                PruningFixture.Silent
            );
        return PruningFixture.Model(graph, Sentences.Value, data);
    }

    [Theory]
    [InlineData("Magnitude", "OneShot")]
    [InlineData("Wanda", "OneShot")]
    [InlineData("Taylor", "Iterative")]
    public void A_network_without_entries_equals_the_one_whose_vectors_are_zero(string method, string schedule)
    {
        NetworkModel model = Model();

        NetworkModel pruned = PruningFixture.Prune(model, PruningFixture.Options(0.5, method, "EmbeddingRow", schedule));

        Assert.Equal([7, 5], pruned.Graph.Parameters["embedding1.weight"].Shape);
        Assert.Equal(0.5, pruned.Pruning!.Sparsity);
        float[] list = pruned.Graph.Parameters["embedding1_index.list"].Value.data<float>().ToArray();
        Assert.Equal(6, list.Count(place => place == 6));
        using DisposeScope scope = NewDisposeScope();
        using Graph masked = model.Graph.Clone();
        using (no_grad())
            masked
                .Parameters["embedding1.weight"]
                .Value.index_fill_(0, tensor([.. Enumerable.Range(0, Words).Where(word => list[word] == 6).Select(word => (long)word)]), 0);
        Assert.Equal(Predict(PruningFixture.Model(masked, Sentences.Value)), Predict(pruned));
        PruningLayer row = pruned.Pruning.Layers.Single(layer => layer.Layer == "embedding1");
        Assert.Equal(("row", 12L, 12L, 6L), (row.Unit, row.Original, row.Before, row.Kept));
    }

    [Fact]
    public void Words_that_say_nothing_go_and_training_leaves_the_shared_vector_zero()
    {
        NetworkModel model = Model(epochs: 40);
        NetworkModel third = PruningFixture.Prune(
            model,
            PruningFixture
                .Options(0.25, "Taylor", "EmbeddingRow", "Gradual", epochs: 5)
                .WithNetwork(network => network with { LearningRate = 0.01 })
        );
        NetworkModel pruned = PruningFixture.Prune(
            third,
            PruningFixture.Options(0.5, "Taylor", "EmbeddingRow", epochs: 5).WithNetwork(network => network with { LearningRate = 0.01 })
        );

        GraphParameter table = pruned.Graph.Parameters["embedding1.weight"];
        Assert.Equal([7, 5], table.Shape);
        Assert.All(table.Value[6].data<float>().ToArray(), value => Assert.Equal(0, value));
        Assert.True(pruned.Pruning!.ScoreAfter >= 0.9, $"score {pruned.Pruning.ScoreAfter}");
        // The words 0 and 1 alone decide the class.
        float[] list = pruned.Graph.Parameters["embedding1_index.list"].Value.data<float>().ToArray();
        Assert.True(list[0] < 6 || list[1] < 6);
    }

    [Fact]
    public void Files_and_new_starting_weights_keep_the_list_and_the_vector_of_zeros()
    {
        NetworkModel pruned = PruningFixture.Prune(Model(), PruningFixture.Options(0.5, granularity: "EmbeddingRow"));

        using var read = (NetworkModel)Samples.Load(Samples.Save(pruned));
        using Graph fresh = NetworkFactory.Like(pruned.Graph, 4);

        Assert.Equal(Predict(pruned), Predict(read));
        Assert.Equal(
            pruned.Graph.Parameters["embedding1_index.list"].Value.data<float>().ToArray(),
            fresh.Parameters["embedding1_index.list"].Value.data<float>().ToArray()
        );
        Assert.All(fresh.Parameters["embedding1.weight"].Value[6].data<float>().ToArray(), value => Assert.Equal(0, value));
        Assert.NotNull(fresh.Parameters["embedding1.weight"].Mask);
        Assert.Equal(6, Assert.Single(EmbeddingTable.Of(fresh)).Rows);
    }

    [Fact]
    public void A_number_outside_of_the_list_is_refused_as_before()
    {
        NetworkModel pruned = PruningFixture.Prune(Model(), PruningFixture.Options(0.5, granularity: "EmbeddingRow"));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            pruned.Predict(new float[] { 0, 1, 2, 3, 4, Words }, 1, new float[2])
        );

        Assert.Equal("IndexOutside", error.ErrorId);
    }

    private static float[] Predict(NetworkModel model)
    {
        var output = new float[3 * 2];
        model.Predict(Inputs(), 3, output);
        return output;
    }

    private static float[] Inputs() => [.. Enumerable.Range(0, 3 * Steps).Select(i => (float)(i * 5 % Words))];

    /// <summary>Six words a row; the class is whether the word 0 or the word 1 is in it, the others are chance.</summary>
    private static Dataset MakeSentences()
    {
        const int rows = 240;
        var random = new Random(7);
        var inputs = new float[rows * Steps];
        var targets = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            targets[row] = row % 2;
            for (int step = 0; step < Steps; step++)
                inputs[row * Steps + step] = random.Next(2, Words);
            inputs[row * Steps + random.Next(Steps)] = targets[row];
        }
        DatasetColumn[] features =
        [
            .. Enumerable
                .Range(0, Steps)
                .Select(i => new DatasetColumn
                {
                    Name = $"word{i}",
                    FirstInput = i,
                    InputCount = 1,
                }),
        ];
        var schema = new Preprocessing
        {
            Features = features,
            InputShape = [Steps],
            Target = new DatasetColumn { Name = "y", Role = ColumnRole.Target },
        };
        return new Dataset("sentences", LearningTask.Classification, schema, features, ["zero", "one"], inputs, targets, 160, 80, 0)
        {
            Hash = "sentences",
        };
    }
}
