using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

public sealed class CondensationTests
{
    [Fact]
    public void By_hand_the_first_row_and_the_two_that_it_and_its_likes_get_wrong_are_kept()
    {
        // 0 is kept. 1 and 2 are nearest to it, and of its class. 10 is not: kept. 11 and 12 are nearest to 10. 3 is nearest to 0. 6 is
        // nearer to 10 than to 0: kept.
        NeighborModel model = NeighborFixture.OnALine(5, (0, 0), (1, 0), (2, 0), (10, 1), (11, 1), (12, 1), (3, 0), (6, 0));

        NeighborModel pruned = NeighborFixture.Prune(model, "Condensation");

        Assert.Equal([0, 3, 7], NeighborFixture.Kept(model, pruned));
        Assert.Equal(1, pruned.Neighbors);
        Assert.Equal(5 / 8.0, pruned.Sparsity, 12);
    }

    [Fact]
    public void Below_its_end_the_path_gives_back_the_rows_that_were_kept_last()
    {
        NeighborModel model = NeighborFixture.OnALine(5, (0, 0), (1, 0), (2, 0), (10, 1), (11, 1), (12, 1), (3, 0), (6, 0));

        Assert.Equal([0, 3], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Condensation", new PruningTarget { Keep = 2 })));
        Assert.Equal([0], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Condensation", new PruningTarget { Keep = 1 })));
        // 3 is farthest from what was kept (0, 10, 6), and is the last of the others to go.
        Assert.Equal(
            [0, 3, 6, 7],
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Condensation", new PruningTarget { Keep = 4 }))
        );
    }

    [Theory]
    [InlineData("Euclidean", 1)]
    [InlineData("Manhattan", 2)]
    [InlineData("Cosine", 3)]
    public void The_nearest_of_what_is_kept_classifies_every_row_right(string distance, int seed)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(3000, 4, 4, seed), 5, distance);

        NeighborModel pruned = NeighborFixture.Prune(model, "Condensation");

        Assert.True(pruned.Prototypes < model.Prototypes / 2, $"{pruned.Prototypes} of {model.Prototypes} are left.");
        Assert.Equal(model.Targets.ToArray(), NeighborFixture.Predict(pruned, model.Inputs.Span));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_is_kept_is_what_the_rule_as_it_was_written_keeps(int seed)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(1200, 3, 3, seed), 1);

        Assert.Equal(
            new ReferenceRules(model).Condense().Order(),
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Condensation"))
        );
    }

    [Fact]
    public void Twins_of_different_classes_do_not_keep_it_from_ending()
    {
        NeighborModel model = NeighborFixture.OnALine(1, (0, 0), (0, 1), (0, 2), (5, 1));

        Assert.Equal([0, 1, 2, 3], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Condensation")));
    }
}
