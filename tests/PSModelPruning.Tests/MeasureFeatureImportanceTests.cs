using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class MeasureFeatureImportanceTests : IDisposable
{
    private readonly ModuleSession _session = new();

    public MeasureFeatureImportanceTests() =>
        Assert.Empty(
            _session
                .Invoke(
                    "$data = Import-Dataset -Path $path -Target species -TestFraction 0 -ValidationFraction 0",
                    ("path", ModuleSession.ExampleData("iris.csv"))
                )
                .Errors
        );

    [Fact]
    public void F_of_an_imported_data_set_is_the_published_one_although_its_inputs_are_scaled()
    {
        Dictionary<string, FeatureImportance> ranking = Ranking("$data | Measure-FeatureImportance -Method anovaf");

        Assert.Equal(119.2645, ranking["sepal_length"].Importance, 0.001);
        Assert.Equal(1180.1612, ranking["petal_length"].Importance, 0.01);
        Assert.Equal("AnovaF", ranking["petal_length"].Method);
        Assert.Equal(1, ranking["petal_length"].Rank);
        Assert.Equal(4, ranking["sepal_width"].Rank);
    }

    [Fact]
    public void Chi_square_of_an_imported_data_set_is_the_published_one() =>
        Assert.Equal(116.3126, Ranking("Measure-FeatureImportance $data ChiSquare")["petal_length"].Importance, 0.001);

    [Theory]
    [InlineData("InformationGain")]
    [InlineData("GainRatio")]
    [InlineData("MutualInformation")]
    [InlineData("ChiSquare")]
    [InlineData("AnovaF")]
    [InlineData("Correlation")]
    public void Every_method_for_data_sets_puts_a_petal_first(string method)
    {
        FeatureImportance[] ranking = [.. Ranking($"$data | Measure-FeatureImportance -Method {method}").Values];

        Assert.Equal(4, ranking.Length);
        Assert.StartsWith("petal", ranking.Single(r => r.Rank == 1).Feature);
    }

    [Theory]
    [InlineData("Permutation")]
    [InlineData("Gradient")]
    [InlineData("Coefficient")]
    [InlineData("AnovaF")]
    public void Every_method_ranks_the_features_of_a_linear_model(string method)
    {
        _session.Run("$model = $data | Train-Model -Kind Linear -Epochs 2 -Seed 1");

        Dictionary<string, FeatureImportance> ranking = Ranking(
            $"$model | Measure-FeatureImportance -Method {method} {(method == "Permutation" ? "-Repeats 2" : "")} -Seed 3"
        );

        Assert.Equal([1, 2, 3, 4], ranking.Values.Select(r => r.Rank));
        Assert.All(ranking.Values, r => Assert.Equal(method, r.Method));
        Assert.Equal(method == "Permutation", ranking.Values.All(r => !double.IsNaN(r.StandardDeviation)));
    }

    [Fact]
    public void Decisions_are_told_with_verbose()
    {
        SessionResult result = _session.Invoke("$data | Measure-FeatureImportance -SampleFraction 0.5 -Verbose");

        Assert.Contains(result.Verbose, line => line.Contains("75 of 150 training rows"));
    }

    [Fact]
    public void Methods_that_do_not_fit_say_so()
    {
        _session.Run("$network = $data | Train-Model -Layers 'linear 4', 'relu' -Epochs 1");

        Assert.StartsWith(
            "ImportanceNeedsModel,",
            _session.Fail("$data | Measure-FeatureImportance -Method Permutation").FullyQualifiedErrorId
        );
        Assert.StartsWith(
            "ImportanceNotForModel,",
            _session.Fail("$network | Measure-FeatureImportance -Method Coefficient").FullyQualifiedErrorId
        );
        Assert.StartsWith("PartitionEmpty,", _session.Fail("$network | Measure-FeatureImportance -Partition Test").FullyQualifiedErrorId);
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            _session.Fail("$data | Measure-FeatureImportance -Method Guess").FullyQualifiedErrorId
        );
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            _session.Fail("$network | Measure-FeatureImportance -Repeats 0").FullyQualifiedErrorId
        );
        Assert.StartsWith(
            "ParameterNotForMethod,",
            _session.Fail("$network | Measure-FeatureImportance -Method Gradient -Repeats 3").FullyQualifiedErrorId
        );
        Assert.StartsWith(
            "ParameterNotForMethod,",
            _session.Fail("$network | Measure-FeatureImportance -CorrelationThreshold 0.5").FullyQualifiedErrorId
        );
        Assert.StartsWith("ParameterNotForMethod,", _session.Fail("$data | Measure-FeatureImportance -Repeats 3").FullyQualifiedErrorId);
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            _session.Fail("$data | Measure-FeatureImportance -SampleFraction 1.5").FullyQualifiedErrorId
        );
    }

    [Fact]
    public void Method_names_complete()
    {
        IEnumerable<string> completions = _session
            .Run("(TabExpansion2 -inputScript 'Measure-FeatureImportance -Method c' -cursorColumn 35).CompletionMatches.CompletionText")
            .Select(o => o.ToString());

        Assert.Equal(["ChiSquare", "Correlation", "Coefficient"], completions);
    }

    public void Dispose() => _session.Dispose();

    private Dictionary<string, FeatureImportance> Ranking(string script) =>
        _session.Run(script).Select(o => (FeatureImportance)o.BaseObject).ToDictionary(r => r.Feature);
}
