using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

public sealed class Drop3Tests
{
    [Fact]
    public void By_hand_the_two_border_rows_of_each_class_stay()
    {
        // Farthest from the other class first: 0, 13, 1 and 12 go, as their associates have another of their class. Without 2 the nearest
        // of 3 would be 10, and without 3 the nearest of 2: both stay, and so do 10 and 11.
        NeighborModel model = NeighborFixture.OnALine(1, (0, 0), (1, 0), (2, 0), (3, 0), (10, 1), (11, 1), (12, 1), (13, 1));

        Assert.Equal([2, 3, 4, 5], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Drop3")));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7],
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Drop3", new PruningTarget { Keep = 7 }))
        );
        Assert.Equal(
            [1, 2, 3, 4, 5, 6],
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Drop3", new PruningTarget { Keep = 6 }))
        );
    }

    [Fact]
    public void Noise_goes_first()
    {
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 0), (2, 0), (3, 0), (1.5, 1), (10, 1), (11, 1), (12, 1), (13, 1));

        Assert.DoesNotContain(4, NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Drop3", new PruningTarget { Keep = 8 })));
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(3, 5, 3)]
    [InlineData(4, 4, 5)]
    public void What_is_left_is_what_the_rule_as_it_was_written_leaves(int seed, int neighbors, int classes)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(240, 3, classes, seed), neighbors);

        Assert.Equal(new ReferenceRules(model).Drop3(neighbors), NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Drop3")));
    }

    [Fact]
    public void Fewer_than_a_third_of_overlapping_clouds_stay_and_the_score_hardly_falls()
    {
        Dataset dataset = NeighborFixture.Clouds(2100, 4, 3, 9);
        NeighborModel model = NeighborFixture.On(dataset, 5);

        NeighborModel pruned = NeighborFixture.Prune(model, "Drop3");

        Assert.True(pruned.Prototypes < model.Prototypes / 3, $"{pruned.Prototypes} of {model.Prototypes} are left.");
        Assert.True(
            pruned.Pruning!.ScoreAfter > pruned.Pruning.ScoreBefore - 0.03,
            $"{pruned.Pruning.ScoreAfter} after {pruned.Pruning.ScoreBefore}"
        );
    }

    [Fact]
    public void One_class_alone_keeps_two_rows_that_have_each_other()
    {
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 0), (2, 0), (3, 0));

        Assert.Equal(2, NeighborFixture.Prune(model, "Drop3").Prototypes);
    }
}
