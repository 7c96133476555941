using System.Management.Automation;

namespace PSModelPruning.Tests;

public sealed class TrainForestTests : IDisposable
{
    private const string Iris = "$data = Import-Dataset -Path $iris -Target species -Seed 1\n";

    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    private static (string, object?)[] Variables => [("iris", ModuleSession.ExampleData("iris.csv"))];

    [Fact]
    public void A_forest_and_boosted_trees_can_be_trained_and_compared()
    {
        IReadOnlyList<PSObject> rows =
        [
            .. _session.Run(
                Iris
                    + "$f = $data | Train-Model -Kind forest -TreeCount 20 -Seed 3; $b = $data | Train-Model -Kind boosted -Seed 3; "
                    + "Compare-Model $f, $b",
                Variables
            ),
        ];

        Assert.Equal(2, rows.Count);
        Assert.All(rows, row => Assert.True((double)row.Properties["Accuracy"].Value > 0.8));
    }

    [Fact]
    public void The_sparsity_of_a_forest_is_of_its_nodes_where_every_tree_was_pruned_and_of_its_trees_where_some_went()
    {
        double[] sparsities =
        [
            .. _session
                .Run(
                    Iris
                        + "$f = $data | Train-Model -Kind Forest -TreeCount 10 -Seed 3; $c = $f | Invoke-ModelPrune -Method "
                        + "CostComplexity -Sparsity 0.6;"
                        + "$c; $c | Invoke-ModelPrune -Keep 5; $f",
                    Variables
                )
                .Select(forest => (double)forest.Properties["Sparsity"].Value),
        ];

        Assert.InRange(sparsities[0], 0.6, 0.9);
        Assert.Equal([0.5, 0], sparsities[1..]);
    }

    [Fact]
    public void A_forest_tells_what_was_done()
    {
        PSObject model = _session
            .Run(Iris + "$data | Train-Model -Kind Forest -TreeCount 12 -MaxFeatures 2 -Criterion Entropy -Seed 5", Variables)
            .Single();

        Assert.Equal((12, 5), (model.Properties["TreeCount"].Value, model.Properties["Seed"].Value));
        Assert.InRange((double)model.Properties["OutOfBagScore"].Value, 0.85, 1);
        Assert.Contains("Entropy", ((System.Collections.IEnumerable)model.Properties["History"].Value).Cast<object>().Single().ToString());
    }

    [Theory]
    [InlineData("-Kind Forest -MaxFeatures abc", "MaxFeaturesInvalid")]
    [InlineData("-Kind Forest -MaxFeatures 0", "MaxFeaturesInvalid")]
    [InlineData("-Kind Forest -MaxFeatures 99", "MaxFeaturesInvalid")]
    [InlineData("-Kind Forest -SampleFraction 0", "ParameterArgumentValidationError")]
    [InlineData("-Kind Forest -TreeCount 0", "ParameterArgumentValidationError")]
    [InlineData("-Kind Forest -MaxBins 1", "TrainingOptionOutOfRange")]
    [InlineData("-Kind Forest -Criterion SquaredError", "CriterionDoesNotFit")]
    [InlineData("-Kind Forest -Patience 3", "ParametersNotTogether")]
    [InlineData("-Kind Forest -TreeCount 4 -Epochs 3", "ParametersNotTogether")]
    [InlineData("-Kind Boosted -TreeCount 4 -Neighbors 3", "ParametersNotTogether")]
    [InlineData("-TreeCount 4 -Neighbors 3", "ParametersNotTogether")]
    [InlineData("-Kind Boosted -NoBootstrap", "ParametersNotTogether")]
    [InlineData("-Kind Boosted -LearningRate 1.5", "TrainingOptionOutOfRange")]
    [InlineData("-Kind Boosted -MaxBins 0", "TrainingOptionOutOfRange")]
    [InlineData("-Kind Boosted -Loss Huber", "LossDoesNotFit")]
    public void Arguments_that_cannot_be_are_errors_with_stable_ids(string arguments, string id) =>
        Assert.Equal(id, _session.Fail(Iris + $"$data | Train-Model {arguments}", Variables).FullyQualifiedErrorId.Split(',')[0]);
}
