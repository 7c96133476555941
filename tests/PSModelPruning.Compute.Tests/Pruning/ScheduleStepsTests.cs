using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>What schedules do, against the same steps written out by hand: to the last bit.</summary>
public sealed class ScheduleStepsTests
{
    private static readonly string[] ConvLayers = ["conv 6x3 pad 1", "batchnorm", "relu", "flatten", "linear 12", "relu"];

    [Theory]
    [InlineData("OneShot", "Element", 1)]
    [InlineData("Iterative", "Element", 3)]
    [InlineData("Iterative", "Channel", 2)]
    public void Rounds_score_prune_shrink_estimate_statistics_and_fine_tune(string schedule, string granularity, int steps)
    {
        using NetworkModel model = Trained();
        PruningOptions options = PruningFixture
            .Options(0.6, "Taylor", granularity, schedule, epochs: 2)
            .WithNetwork(network => network with { Steps = steps })
            .ReadBySchedule();

        using NetworkModel pruned = PruningFixture.Prune(model, options);

        using var hand = new ByHand(model, options);
        for (int step = 1; step <= steps; step++)
        {
            hand.Prune(step == steps ? 0.6 : 0.6 * ((double)step / steps));
            hand.Session.Complete();
            hand.Estimate();
            hand.Tune(2, step, null);
        }
        hand.Estimate();
        Assert.Equal(hand.Weights(), PruningFixture.Weights(pruned));
    }

    [Fact]
    public void Gradual_prunes_at_steps_within_one_fine_tuning()
    {
        using NetworkModel model = Trained();
        PruningOptions options = PruningFixture
            .Options(0.8, schedule: "Gradual", epochs: 4)
            .WithNetwork(network => network with { Steps = 5 });

        using NetworkModel pruned = PruningFixture.Prune(model, options);

        using var hand = new ByHand(model, options);
        int done = 0;
        void Advance(double progress)
        {
            int due = Math.Min(5, 1 + (int)(progress / 0.5 * 5));
            if (due > done)
                hand.Prune(due == 5 ? 0.8 : 0.8 * (1 - Math.Pow(1 - (double)due / 5, 3)));
            done = due;
        }
        Advance(0);
        hand.Tune(4, 1, (step, of) => Advance((double)step / of));
        hand.Estimate();
        Assert.Equal(hand.Weights(), PruningFixture.Weights(pruned));
    }

    [Fact]
    public void Towards_a_threshold_rounds_go_on_until_nothing_scores_below_it()
    {
        using NetworkModel model = Trained();
        PruningOptions options = PruningFixture.Options(0.9, "Confidence", "Element", "Iterative", epochs: 1);
        options = options with { Target = options.Target with { Threshold = 1 } };

        using NetworkModel pruned = PruningFixture.Prune(model, options);

        using var hand = new ByHand(model, options);
        int rounds = 0;
        for (double before = -1; ; rounds++)
        {
            before = hand.Session.Reached;
            hand.Prune(0.9);
            if (hand.Session.Reached <= before)
                break;
            hand.Estimate();
            hand.Tune(1, rounds + 1, null);
            hand.Estimate();
        }
        Assert.Equal(rounds, pruned.Pruning!.Rounds.Count);
        Assert.Equal(hand.Weights(), PruningFixture.Weights(pruned));
    }

    [Fact]
    public void The_statistics_of_batchnorm_are_those_of_the_pruned_network()
    {
        using NetworkModel model = Trained();

        using NetworkModel pruned = PruningFixture.Prune(
            model,
            PruningFixture.Options(0.7, schedule: "Iterative", epochs: 1).WithNetwork(network => network with { Steps = 2 })
        );

        using Graph again = pruned.Graph.Clone();
        BatchNormStatistics.Estimate(again, model.Dataset!.Training, seed: 5);
        float[] Statistics(Graph graph) =>
            [.. graph.Parameters.Values.Where(p => !p.IsTrainable).SelectMany(p => p.Value.data<float>().ToArray())];
        Assert.NotEmpty(Statistics(again));
        Assert.Equal(Statistics(again), Statistics(pruned.Graph));
        Assert.NotEqual(Statistics(model.Graph), Statistics(pruned.Graph));
    }

    private static NetworkModel Trained()
    {
        TorchRuntime.EnsureAvailable();
        Dataset data = PruningFixture.Blobs([1, 6, 6]);
        return PruningFixture.Train(NetworkFactory.FromLayers(ConvLayers, data.InputShape, 3, 2), data, 2);
    }

    /// <summary>A copy of a model with the parts that schedules are made of.</summary>
    private sealed class ByHand : IDisposable
    {
        private readonly PruningOptions _options;
        private readonly Dataset _dataset;
        private readonly TrainingData _data;
        private readonly Graph _graph;

        internal ByHand(NetworkModel model, PruningOptions options)
        {
            _options = options;
            _dataset = model.Dataset!;
            _data = TrainingData.For(model, _dataset);
            _graph = model.Graph.Clone();
            Session = GranularityCatalog
                .Get(options.Network.Granularity!)
                .Begin(
                    _graph,
                    new GranularityRules(PruningScope.Global, model.OriginalShapes, new Dictionary<string, string>(), 1)
                    {
                        Threshold = options.Target.Threshold,
                    }
                );
        }

        internal UnitSelection Session { get; }

        internal void Prune(double sparsity)
        {
            using var random = new torch.Generator((ulong)_options.Seed, torch.CPU);
            Session.PruneTo(
                sparsity,
                CriterionCatalog.Get(_options.Method),
                new CriterionContext(
                    _graph,
                    new CalibrationRows(_data, new TrainingOptions(), _graph.InputShape, _options.Network.BatchRows, _options.Seed),
                    random,
                    PruningFixture.Silent
                )
                {
                    Training = new CalibrationRows(_data, new TrainingOptions(), _data.Training, _graph.InputShape, 256),
                    Validation = new CalibrationRows(_data, new TrainingOptions(), _data.Validation, _graph.InputShape, 256),
                }
            );
        }

        internal void Estimate() => BatchNormStatistics.Estimate(_graph, _dataset.Training, seed: _options.Seed);

        internal void Tune(int epochs, int round, Action<long, long>? afterStep) =>
            NetworkTrainer.Train(
                _graph,
                _data,
                new TrainingOptions
                {
                    Epochs = epochs,
                    BatchSize = _options.Network.BatchRows,
                    LearningRate = Compute.Pruning.Networks.FineTuning.DefaultLearningRate,
                    Schedule = "Cosine",
                    Seed = unchecked(_options.Seed * 31 + round),
                    Threads = 1,
                },
                PruningFixture.Silent,
                new TrainingHooks { AfterStep = afterStep }
            );

        internal float[] Weights() => [.. _graph.Parameters.Values.SelectMany(parameter => parameter.Value.data<float>().ToArray())];

        public void Dispose() => _graph.Dispose();
    }
}
