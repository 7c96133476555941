using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class OptimizerTests
{
    public static TheoryData<string, double, bool, double> Cases =>
        new()
        {
            { "SGD", 0, false, 0 },
            { "SGD", 0.9, false, 0.01 },
            { "SGD", 0.9, true, 0.01 },
            { "Adam", 0, false, 0.01 },
            { "AdamW", 0, false, 0.01 },
            { "RMSprop", 0, false, 0.01 },
            { "RMSprop", 0.5, false, 0 },
        };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_run_ends_where_torchs_own_optimizer_ends(string optimizer, double momentum, bool nesterov, double weightDecay)
    {
        TrainingData data = TrainingFixture.Blobs();
        var options = new TrainingOptions
        {
            Optimizer = optimizer,
            Momentum = momentum,
            Nesterov = nesterov,
            WeightDecay = weightDecay,
            LearningRate = 0.01,
            Epochs = 5,
            BatchSize = 20,
            Seed = 3,
        };
        using Graph graph = TrainingFixture.Mlp();
        float[] expected = TrainByHand(graph, data, options);

        NetworkTrainer.Train(graph, data, options, SilentMonitor.Instance);

        float[] actual = TrainingFixture.Weights(graph);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Every_optimizer_of_the_catalog_is_compared_with_torchs_own() =>
        Assert.Equal(OptimizerCatalog.Entries.Select(entry => entry.Name), Cases.Select(row => row.Data.Item1).Distinct());

    [Fact]
    public void The_case_of_an_optimizers_name_does_not_matter()
    {
        float[] Weights(string optimizer)
        {
            using Graph graph = TrainingFixture.Mlp();
            var options = new TrainingOptions
            {
                Optimizer = optimizer,
                WeightDecay = 0.01,
                Epochs = 2,
                BatchSize = 16,
            };
            NetworkTrainer.Train(graph, TrainingFixture.Blobs(), options, SilentMonitor.Instance);
            return TrainingFixture.Weights(graph);
        }

        float[][] each = [.. OptimizerCatalog.Entries.Select(entry => Weights(entry.Name))];

        Assert.All(OptimizerCatalog.Entries, (entry, i) => Assert.Equal(each[i], Weights(entry.Name.ToLowerInvariant())));
        Assert.All(each, (weights, i) => Assert.DoesNotContain(each[..i], other => other.SequenceEqual(weights)));
    }

    /// <summary>The same steps with torch.nn and torch.optim, on a copy of the weights.</summary>
    private static float[] TrainByHand(Graph graph, TrainingData data, TrainingOptions options)
    {
        using DisposeScope scope = NewDisposeScope();
        var weights = graph.Parameters.Values.Where(p => p.Shape.Length == 2).Select(p => new Parameter(p.Value.clone())).ToList();
        var biases = graph.Parameters.Values.Where(p => p.Shape.Length == 1).Select(p => new Parameter(p.Value.clone())).ToList();
        optim.Optimizer[] optimizers = [Create(weights, options.WeightDecay), Create(biases, 0)];
        optim.Optimizer Create(IEnumerable<Parameter> parameters, double decay) =>
            options.Optimizer switch
            {
                "SGD" => optim.SGD(parameters, options.LearningRate, options.Momentum!.Value, 0, decay, options.Nesterov),
                "Adam" => optim.Adam(parameters, options.LearningRate, weight_decay: decay),
                "AdamW" => optim.AdamW(parameters, options.LearningRate, weight_decay: decay),
                _ => optim.RMSProp(parameters, options.LearningRate, weight_decay: decay, momentum: options.Momentum!.Value),
            };
        Tensor x = tensor(data.Training.Inputs.ToArray(), [data.Training.RowCount, data.Training.Width]);
        Tensor y = tensor(data.Training.Targets.ToArray()).to_type(ScalarType.Int64);
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            int[] order = BatchPlan.Shuffle(data.Training.RowCount, RunSeed.Order(options.Seed, epoch));
            foreach (int[] rows in order.Chunk(options.BatchSize))
            {
                Tensor index = tensor(rows.Select(r => (long)r).ToArray());
                Tensor hidden = nn.functional.relu(nn.functional.linear(x.index_select(0, index), weights[0], biases[0]));
                Tensor loss = nn.functional.cross_entropy(nn.functional.linear(hidden, weights[1], biases[1]), y.index_select(0, index));
                foreach (optim.Optimizer optimizer in optimizers)
                    optimizer.zero_grad();
                loss.backward();
                foreach (optim.Optimizer optimizer in optimizers)
                    optimizer.step();
            }
        }
        return [.. weights[0].data<float>(), .. biases[0].data<float>(), .. weights[1].data<float>(), .. biases[1].data<float>()];
    }
}
