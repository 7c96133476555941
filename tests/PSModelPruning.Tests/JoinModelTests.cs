using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class JoinModelTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public JoinModelTests() =>
        Assert.Empty(
            _session
                .Invoke(
                    """
                    $data = Import-Dataset -Path $path -Target species -Seed 1 -ValidationFraction 0.2
                    $linear = $data | Train-Model -Kind Linear -Epochs 3 -Seed 1 -Name linear
                    $tree = $data | Train-Model -Kind Tree -Name tree
                    $forest = $data | Train-Model -Kind Forest -TreeCount 10 -Name forest
                    """,
                    ("path", ModuleSession.ExampleData("iris.csv"))
                )
                .Errors
        );

    [Fact]
    public void Models_of_any_kinds_come_through_the_pipeline_or_as_a_list()
    {
        var joined = (EnsembleModel)_session.Run("$linear, $tree, $forest | Join-Model").Single().BaseObject;
        var listed = (EnsembleModel)
            _session.Run("Join-Model -Model $linear, $tree -Voting hard -Weight 2, 1 -Name two").Single().BaseObject;

        Assert.Equal((3, "Soft", "Ensemble"), (joined.Members.Count, joined.Voting, joined.Name));
        Assert.Equal(("Hard", "two", 3), (listed.Voting, listed.Name, (int)Math.Round(listed.Weights.Sum() * 3)));
        Assert.Same(joined.Members[0].Dataset, joined.Dataset);
    }

    [Fact]
    public void An_ensemble_is_compared_pruned_saved_and_asked_like_any_model()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".psmodel");
        try
        {
            IReadOnlyList<PSObject> rows = _session
                .Run(
                    """
                    $joined = $linear, $tree, $forest | Join-Model -Voting Stacked
                    $pruned = $joined | Invoke-ModelPrune -Keep 2
                    $pruned | Export-Model -Path $file
                    $again = Import-Model $file
                    $joined, $pruned, $again | Compare-Model -Dataset $data
                    """,
                    ("file", file)
                )
                .Where(row => row.BaseObject is ModelComparison)
                .ToArray();

            Assert.Equal([3L, 2L, 2L], rows.Select(row => (long)row.Properties["Complexity"].Value));
            Assert.All(rows, row => Assert.Equal("models", row.Properties["ComplexityUnit"].Value));
            Assert.Equal(2.0 / 3, (double)rows[1].Properties["ComplexityRatio"].Value, 9);
            Assert.Equal(rows[1].Properties["Loss"].Value, rows[2].Properties["Loss"].Value);
            Assert.Equal(
                150,
                _session.Run("Get-ModelPrediction -Model $again -Path $rows", ("rows", ModuleSession.ExampleData("iris.csv"))).Count
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Complexity_has_no_ratio_between_different_units()
    {
        IReadOnlyList<PSObject> rows = _session.Run("$linear, $tree, $forest | Compare-Model");

        Assert.Equal(["weights", "nodes", "trees"], rows.Select(row => row.Properties["ComplexityUnit"].Value));
        Assert.Equal(double.NaN, rows[1].Properties["ComplexityRatio"].Value);
        Assert.Empty((IEnumerable<string>)rows[1].Properties["Remarks"].Value);
    }

    [Theory]
    [InlineData("$linear | Join-Model", "EnsembleTooSmall")]
    [InlineData("$linear, $linear | Join-Model", "EnsembleMemberTwice")]
    [InlineData("$linear, $tree | Join-Model -Weight 1", "EnsembleWeightCount")]
    [InlineData("$linear, $tree | Join-Model -Weight 1, -1", "EnsembleWeightInvalid")]
    [InlineData("$linear, $tree | Join-Model -Weight 1, NaN", "EnsembleWeightInvalid")]
    [InlineData("$linear, $tree | Join-Model -Weight 0, 0", "EnsembleWeightInvalid")]
    [InlineData("$linear, $tree | Join-Model -Voting Stacked -Weight 1, 1", "EnsembleWeightsFitted")]
    [InlineData("$linear, $wine | Join-Model", "EnsembleTargetMismatch")]
    [InlineData("$linear, $number | Join-Model", "TaskMismatch")]
    [InlineData("$bare, $linear | Join-Model -Voting Stacked -Dataset $none", "StackingNeedsValidation")]
    [InlineData("$linear, $tree | Join-Model | Invoke-ModelPrune -Keep 1 -Option @{ RefinementEpochs = 2 }", "RefinementNotForModel")]
    [InlineData("$number, $number2 | Join-Model -Voting Hard", "VotingNeedsClasses")]
    public void What_cannot_be_joined_is_refused(string script, string errorId)
    {
        _session.Run(
            """
            $wine = Import-Dataset -Path $wineFile -Target cultivar | Train-Model -Kind Tree
            $numbers = Import-Dataset -Path $irisFile -Target petal_width -ExcludeFeature species
            $number = $numbers | Train-Model -Kind Tree
            $number2 = $numbers | Train-Model -Kind Tree -MaxDepth 2
            $none = Import-Dataset -Path $irisFile -Target species -ValidationFraction 0
            $bare = $none | Train-Model -Kind Tree
            """,
            ("wineFile", ModuleSession.ExampleData("wine.csv")),
            ("irisFile", ModuleSession.ExampleData("iris.csv"))
        );

        Assert.StartsWith(errorId + ",", _session.Fail(script).FullyQualifiedErrorId);
    }

    [Fact]
    public void A_kind_of_voting_that_does_not_exist_is_refused() =>
        Assert.Equal(
            "ParameterArgumentValidationError,PSModelPruning.Commands.JoinModelCommand",
            _session.Fail("$linear, $tree | Join-Model -Voting Sofd").FullyQualifiedErrorId
        );

    [Theory]
    [InlineData("$forest | Invoke-ModelPrune -Keep 4 -Method Complementarity", 4)]
    [InlineData("$forest | Invoke-ModelPrune -Sparsity 0.7 -Method MarginDistance -Option @{ RefinementEpochs = 2 }", 3)]
    [InlineData("$forest | Invoke-ModelPrune -Leaves 30 -Method CostComplexity", 10)]
    [InlineData("$data | Train-Model -Kind Boosted -TreeCount 6 | Invoke-ModelPrune -Method Truncation -Keep 9", 9)]
    public void Forests_and_boosted_models_are_pruned(string script, long trees)
    {
        PSObject pruned = _session.Run(script).Single();

        Assert.Equal(trees, pruned.Properties["Complexity"].Value);
        Assert.Equal("trees", pruned.Properties["ComplexityUnit"].Value);
    }

    public void Dispose() => _session.Dispose();
}
