using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

/// <summary>What the targets that all methods share ask of each method.</summary>
public sealed class NeighborTargetTests
{
    private static readonly Dataset Clouds = NeighborFixture.Clouds(900, 3, 3, 6);

    private static NeighborModel Model => NeighborFixture.On(Clouds, 5);

    [Theory]
    [InlineData("KMeans", 0.9)]
    [InlineData("Condensation", 0.9)]
    [InlineData("Condensation", 0.3)]
    [InlineData("Drop3", 0.5)]
    [InlineData("Editing", 0.05)]
    [InlineData("RepeatedEditing", 0.05)]
    [InlineData("AllKnn", 0.1)]
    [InlineData("TomekLinks", 0.02)]
    public void A_sparsity_is_met_to_the_row(string method, double sparsity)
    {
        NeighborModel pruned = NeighborFixture.Prune(Model, method, new PruningTarget { Sparsity = sparsity });

        Assert.Equal((int)Math.Round(600 * (1 - sparsity)), pruned.Prototypes);
        Assert.Equal(pruned.Prototypes, pruned.Complexity);
        Assert.Equal(method, pruned.Pruning!.Method);
        Assert.Equal("Prototype", pruned.Pruning.Granularity);
    }

    [Theory]
    [InlineData("KMeans")]
    [InlineData("Condensation")]
    public void Budgets_of_size_and_computation_ask_for_as_little_as_they_need(string method)
    {
        NeighborModel byMacs = NeighborFixture.Prune(Model, method, new PruningTarget { MaxMacs = 301 });
        NeighborModel bySize = NeighborFixture.Prune(Model, method, new PruningTarget { MaxSizeKB = 1 });

        Assert.Equal(100, byMacs.Prototypes);
        Assert.Equal(300, byMacs.MultiplyAccumulates);
        // 13 bytes a prototype: three inputs and a class.
        Assert.Equal(1024 / 13, bySize.Prototypes);
    }

    [Theory]
    [InlineData("KMeans")]
    [InlineData("Condensation")]
    [InlineData("Drop3")]
    [InlineData("AllKnn")]
    public void A_budget_of_accuracy_is_kept_and_is_used(string method)
    {
        NeighborModel pruned = NeighborFixture.Prune(Model, method, new PruningTarget { MaxAccuracyDrop = 0.04 });

        Assert.True(pruned.Pruning!.ScoreAfter >= pruned.Pruning.ScoreBefore - 0.04 - 1e-9);
        Assert.True(pruned.Prototypes < 600);
    }

    [Fact]
    public void Edited_and_then_condensed_the_fraction_is_of_the_original()
    {
        NeighborModel edited = NeighborFixture.Prune(Model, "RepeatedEditing");
        NeighborModel condensed = NeighborFixture.Prune(edited, "Condensation", new PruningTarget { Sparsity = 0.95 });

        Assert.Equal(30, condensed.Prototypes);
        Assert.Equal(0.95, condensed.Sparsity, 12);
        Assert.True(NeighborFixture.Prune(edited, "Condensation").Prototypes < NeighborFixture.Prune(Model, "Condensation").Prototypes / 2);
    }

    [Fact]
    public void A_model_that_only_the_nearest_decides_stays_so_when_it_is_pruned_further()
    {
        NeighborModel condensed = NeighborFixture.Prune(Model, "Condensation");

        Assert.Equal(1, NeighborFixture.Prune(condensed, "TomekLinks").Neighbors);
    }

    [Theory]
    [InlineData("Editing", "KeepNotReachable")]
    [InlineData("RepeatedEditing", "KeepNotReachable")]
    [InlineData("AllKnn", "KeepNotReachable")]
    [InlineData("TomekLinks", "KeepNotReachable")]
    [InlineData("Drop3", "KeepNotReachable")]
    [InlineData("KMeans", "PrototypesTooFew")]
    public void Fewer_than_a_method_can_leave_is_an_error(string method, string id) =>
        Assert.Equal(id, NeighborFixture.PruneError(Model, method, new PruningTarget { Keep = 2 }));

    [Fact]
    public void A_greater_sparsity_than_a_method_can_reach_is_an_error() =>
        Assert.Equal("SparsityNotReachable", NeighborFixture.PruneError(Model, "Editing", new PruningTarget { Sparsity = 0.95 }));

    [Theory]
    [InlineData("KMeans", "PruningTargetMissing")]
    [InlineData("CostComplexity", "MethodNotForModel")]
    public void Other_mistakes_have_their_ids_too(string method, string id) => Assert.Equal(id, NeighborFixture.PruneError(Model, method));

    [Theory]
    [InlineData("Condensation")]
    [InlineData("AllKnn")]
    [InlineData("TomekLinks")]
    [InlineData("Drop3")]
    public void Methods_of_classes_refuse_numbers(string method)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(90, 2, 2, 1, isNumber: true), 3);

        Assert.Equal("MethodNeedsClasses", NeighborFixture.PruneError(model, method));
    }

    [Theory]
    [InlineData("Condensation")]
    [InlineData("Drop3")]
    [InlineData("RepeatedEditing")]
    [InlineData("KMeans")]
    public void Pruning_stops_when_it_is_cancelled(string method)
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            NeighborFixture.Prune(Model, method, new PruningTarget { Sparsity = 0.02 }, monitor: new SilentMonitor(cancellation.Token))
        );
    }

    [Fact]
    public void The_model_that_was_pruned_is_as_it_was()
    {
        NeighborModel model = Model;
        float[] before = NeighborFixture.Predict(model, Clouds.Validation.Inputs.Span);

        NeighborModel pruned = NeighborFixture.Prune(model, "Editing", new PruningTarget { Keep = 600 });

        Assert.Null(model.Pruning);
        Assert.NotSame(model, pruned);
        Assert.Same(model, pruned.Parent);
        Assert.Equal(before, NeighborFixture.Predict(pruned, Clouds.Validation.Inputs.Span));
    }
}
