using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Budgets;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class BudgetTests
{
    [Fact]
    public void The_least_search_ends_at_the_threshold_and_the_most_search_below_it()
    {
        double? least = SparsitySearch.Least(0, 0.99, 0.002, sparsity => sparsity >= 0.637);
        var tried = new List<double>();
        double? most = SparsitySearch.Most(0, 0.99, 7, (sparsity, _) =>
        {
            tried.Add(sparsity);
            return sparsity <= 0.82;
        });

        Assert.InRange(least!.Value, 0.637, 0.639);
        Assert.InRange(most!.Value, 0.80, 0.82);
        Assert.True(tried.Count <= 7);
        Assert.Null(SparsitySearch.Least(0, 0.99, 0.002, _ => false));
        Assert.Null(SparsitySearch.Most(0, 0.99, 7, (_, _) => false));
    }

    [Fact]
    public void A_size_budget_is_met_with_little_to_spare()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), 0, 64, 64);
        double budget = model.PackedBytes / 1024.0 * 0.3;

        using NetworkModel pruned = Prune(model, new PruningTarget { MaxSizeKB = budget });

        Assert.InRange(pruned.PackedBytes / 1024.0, budget * 0.97, budget);
        Assert.Equal("Element", pruned.Pruning!.Granularity);
    }

    [Fact]
    public void A_computation_budget_removes_channels_with_little_to_spare()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), 0, 64, 64);

        using NetworkModel pruned = Prune(model, new PruningTarget { MaxMacs = 2000 });

        Assert.InRange(pruned.MultiplyAccumulates, 1700, 2000);
        Assert.Equal("Channel", pruned.Pruning!.Granularity);
    }

    [Fact]
    public void A_latency_budget_that_the_model_meets_already_prunes_nothing()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]));

        using NetworkModel pruned = Prune(model, new PruningTarget { MaxLatencyMs = 10_000 });

        Assert.Equal(model.Parameters, pruned.Parameters);
    }

    [Fact]
    public void A_budget_of_accuracy_is_kept_on_the_validation_rows()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 15);
        double before = Score(model);

        using NetworkModel pruned = Prune(model, new PruningTarget { MaxAccuracyDrop = 0.05 }, epochs: 2);

        Assert.True(Score(pruned) >= before - 0.05 - 1e-9);
        Assert.True(pruned.Sparsity > 0.2);
        Assert.Equal(before, pruned.Pruning!.ScoreBefore, 9);
        Assert.Equal(Score(pruned), pruned.Pruning.ScoreAfter, 9);
    }

    [Fact]
    public void Budgets_out_of_reach_say_the_best_that_was_reached_and_leave_the_model_alone()
    {
        using NetworkModel model = PruningFixture.Mlp(PruningFixture.Blobs([7]), epochs: 2);
        float[] before = PruningFixture.Weights(model);

        ComputeException size = Assert.Throws<ComputeException>(() => Prune(model, new PruningTarget { MaxSizeKB = 0.01 }));
        ComputeException macs = Assert.Throws<ComputeException>(() => Prune(model, new PruningTarget { MaxMacs = 1 }));

        Assert.Equal(["BudgetNotReached", "BudgetNotReached"], [size.ErrorId, macs.ErrorId]);
        Assert.Contains("Best reached: 11 multiply-accumulates", macs.Message);
        Assert.Equal(before, PruningFixture.Weights(model));
    }

    [Fact]
    public void Impossible_budgets_are_refused_before_anything_is_done()
    {
        Dataset noValidation = PruningFixture.Blobs([7], validation: 0);
        using NetworkModel model = PruningFixture.Mlp(noValidation);

        Assert.Equal("BudgetNeedsValidation", Id(model, new PruningOptions { Target = new PruningTarget { MaxAccuracyDrop = 0.01 } }));
        Assert.Equal(
            "BudgetNeedsChannels",
            Id(
                model,
                new PruningOptions
                {
                    Target = new PruningTarget { MaxMacs = 100 },
                    Network = new() { Granularity = "Element" },
                }
            )
        );
        Assert.Equal("BudgetOutOfRange", Id(model, new PruningOptions { Target = new PruningTarget { MaxAccuracyDrop = -0.1 } }));
        Assert.Equal(
            "PruningTargetAmbiguous",
            Id(
                model,
                new PruningOptions
                {
                    Target = new PruningTarget { Sparsity = 0.5, MaxSizeKB = 1 },
                }
            )
        );
        Assert.Equal("PruningTargetMissing", Id(model, new PruningOptions { Target = new PruningTarget() }));
    }

    private static string Id(NetworkModel model, PruningOptions options) =>
        Assert.Throws<ComputeException>(() => PruningFixture.Prune(model, options)).ErrorId;

    private static NetworkModel Prune(NetworkModel model, PruningTarget target, int epochs = 0) =>
        PruningFixture.Prune(
            model,
            PruningFixture.Options(0, epochs: epochs).WithNetwork(network => network with { Granularity = null }) with
            {
                Target = target,
            }
        );

    private static double Score(NetworkModel model) =>
        ModelEvaluator.Evaluate(model, model.Dataset!, PartitionName.Validation, PruningFixture.Silent).Score;
}
