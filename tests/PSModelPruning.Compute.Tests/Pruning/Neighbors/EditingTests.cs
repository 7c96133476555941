using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Compute.Tests.Pruning.Neighbors;

public sealed class EditingTests
{
    /// <summary>Two groups on a line, and in the first, at 1.5, a row of the other class.</summary>
    private static NeighborModel Noisy(int neighbors) =>
        NeighborFixture.OnALine(neighbors, (0, 0), (1, 0), (2, 0), (1.5, 1), (10, 1), (11, 1), (12, 1));

    [Fact]
    public void By_hand_editing_with_three_neighbours_removes_the_noise_alone()
    {
        // The nearest three of 1.5 are 1, 2 and 0. Every other row has two of its own class among its nearest three.
        NeighborModel model = Noisy(3);

        NeighborModel pruned = NeighborFixture.Prune(model, "Editing");

        Assert.Equal([0, 1, 2, 4, 5, 6], NeighborFixture.Kept(model, pruned));
        Assert.Equal(3, pruned.Neighbors);
    }

    [Fact]
    public void By_hand_all_knn_removes_also_what_one_neighbour_gets_wrong()
    {
        // The nearest of 1 and of 2 is 1.5.
        NeighborModel model = Noisy(3);

        Assert.Equal([0, 4, 5, 6], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "AllKnn")));
        Assert.Equal(
            [0, 1, 2, 4, 5, 6],
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "AllKnn", new PruningTarget { Keep = 6 }))
        );
    }

    [Fact]
    public void By_hand_the_tomek_link_is_the_noise_and_its_nearest_row()
    {
        // 1 and 2 are equally near to 1.5; the lower index is the nearest, and its nearest is 1.5 too.
        NeighborModel model = Noisy(3);

        Assert.Equal([0, 2, 4, 5, 6], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "TomekLinks")));
    }

    [Fact]
    public void By_hand_repeated_editing_goes_on_where_a_pass_has_bared_another_row()
    {
        // The nearest of 5.8 is 6.4: it goes. Only then the nearest of 5 is 6.4, and it goes too.
        NeighborModel model = NeighborFixture.OnALine(1, (0, 1), (0.3, 1), (5, 1), (5.8, 1), (6.4, 0), (6.9, 0));

        Assert.Equal([0, 1, 2, 4, 5], NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Editing")));
        NeighborModel repeated = NeighborFixture.Prune(model, "RepeatedEditing");
        Assert.Equal([0, 1, 4, 5], NeighborFixture.Kept(model, repeated));
        Assert.Equal(
            [0, 1, 2, 4, 5],
            NeighborFixture.Kept(model, NeighborFixture.Prune(model, "RepeatedEditing", new PruningTarget { Keep = 5 }))
        );
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 5)]
    public void What_is_left_is_what_the_rules_as_they_were_written_leave(int seed, int neighbors)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(300, 3, 3, seed), neighbors);
        var reference = new ReferenceRules(model);

        Assert.Equal(reference.Edit(reference.All, neighbors), NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Editing")));
        Assert.Equal(reference.AllKnn(neighbors), NeighborFixture.Kept(model, NeighborFixture.Prune(model, "AllKnn")));
        Assert.Equal(reference.WithoutTomekLinks(), NeighborFixture.Kept(model, NeighborFixture.Prune(model, "TomekLinks")));
        int[] left = reference.All;
        for (int before = -1; before != left.Length; )
        {
            before = left.Length;
            left = reference.Edit(left, neighbors);
        }
        Assert.Equal(left, NeighborFixture.Kept(model, NeighborFixture.Prune(model, "RepeatedEditing")));
    }

    [Theory]
    [InlineData("Uniform")]
    [InlineData("Distance")]
    public void After_repeated_editing_another_pass_removes_nothing(string weighting)
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(600, 2, 3, 7), 5, weighting: weighting);

        NeighborModel edited = NeighborFixture.Prune(model, "RepeatedEditing");

        Assert.True(edited.Prototypes < model.Prototypes);
        Assert.Equal(edited.Prototypes, NeighborFixture.Prune(edited, "Editing").Prototypes);
    }

    [Fact]
    public void After_removal_of_its_links_a_row_was_in_none_that_is_left()
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(400, 2, 2, 5), 5);

        NeighborModel pruned = NeighborFixture.Prune(model, "TomekLinks");

        // Every pair goes as a whole: an even number of rows.
        Assert.True(pruned.Prototypes < model.Prototypes);
        Assert.Equal(0, (model.Prototypes - pruned.Prototypes) % 2);
    }

    [Fact]
    public void Half_of_the_way_the_worst_are_gone()
    {
        NeighborModel model = NeighborFixture.On(NeighborFixture.Clouds(600, 2, 3, 7), 5);
        int end = NeighborFixture.Prune(model, "Editing").Prototypes;
        int half = (model.Prototypes + end) / 2;

        int[] kept = NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Editing", new PruningTarget { Keep = half }));

        Assert.Equal(half, kept.Length);
        var reference = new ReferenceRules(model);
        int Own(int row) => reference.Nearest(row, reference.All, 5).Count(other => reference.Class(other) == reference.Class(row));
        int[] wrong = [.. reference.All.Except(reference.Edit(reference.All, 5))];
        Assert.True(wrong.Except(kept).Max(Own) <= wrong.Intersect(kept).Min(Own));
    }

    [Fact]
    public void A_number_far_from_what_its_neighbours_say_is_edited_out()
    {
        float[] inputs = [.. Enumerable.Range(0, 40).Select(i => (float)i)];
        float[] targets = [.. inputs.Select(x => 2 * x)];
        targets[20] = 500;
        NeighborModel model = NeighborFixture.Model(inputs, targets, 1, 4, isNumber: true);

        Assert.Equal(Enumerable.Range(0, 40).Where(row => row != 20), NeighborFixture.Kept(model, NeighborFixture.Prune(model, "Editing")));
        Assert.Equal(39, NeighborFixture.Prune(model, "RepeatedEditing").Prototypes);
    }

    [Fact]
    public void A_class_of_which_nothing_is_left_is_told()
    {
        var monitor = new Evaluation.RecordingMonitor();
        NeighborModel model = NeighborFixture.OnALine(3, (0, 0), (1, 0), (2, 0), (1.5, 2), (10, 1), (11, 1), (12, 1));

        NeighborFixture.Prune(model, "Editing", monitor: monitor);

        Assert.Contains(monitor.Warnings, warning => warning.Contains("c2", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_would_be_left_it_is_an_error()
    {
        NeighborModel model = NeighborFixture.OnALine(1, (0, 0), (1, 1));

        Assert.Equal("NothingLeft", NeighborFixture.PruneError(model, "Editing"));
    }
}
