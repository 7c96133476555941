using System.Management.Automation;

namespace PSModelPruning.Tests;

/// <summary>Train-Model -Teacher and -Like, and Invoke-ModelPrune with a teacher.</summary>
public sealed class DistillationTests(DistillationTests.TaughtSession taught) : IClassFixture<DistillationTests.TaughtSession>
{
    private readonly ModuleSession _session = taught.Session;

    private PSObject Run(string script) => _session.Run(script).Single();

    private string ErrorId(string script) => _session.Fail(script).FullyQualifiedErrorId.Split(',')[0];

    [Fact]
    public void A_network_learns_from_a_forest()
    {
        string description = Run(
                "$m = $data | Train-Model -Teacher $forest -Temperature 2 -DistillationWeight 0.7 -Epochs 2; $m.History[0].Description"
            )
            .ToString();

        Assert.Contains("taught by 'oaks' (Forest), weight 0.7, temperature 2", description);
    }

    [Fact]
    public void A_linear_model_can_be_taught_too()
    {
        Assert.Equal("Linear", Run("($data | Train-Model -Kind Linear -Teacher $forest -Epochs 2).Kind").ToString());
    }

    [Fact]
    public void Layers_are_matched_by_their_names()
    {
        string description = Run(
                "($data | Train-Model -Layers 'linear 4', 'relu' -Teacher $net -MatchLayer 'relu1=relu1' -MatchWeight 2 -Epochs "
                    + "2).History[0].Description"
            )
            .ToString();

        Assert.Contains("layers relu1=relu1 matched with weight 2", description);
    }

    [Fact]
    public void Like_takes_the_data_set_of_the_pruned_model_or_the_one_from_the_pipeline()
    {
        PSObject result = Run(
            """
            $pruned = $net | Invoke-ModelPrune -Sparsity 0.5 -Granularity Neuron -FineTuneEpochs 0
            $own = Train-Model -Like $pruned -Epochs 2 -Seed 3
            $piped = $data | Train-Model -Like $pruned -Epochs 2 -Seed 3 -Teacher $net -Name taught
            "$($own.Parameters -eq $pruned.Parameters) $($own.Name) " +
                "$([object]::ReferenceEquals($own.Dataset, $data)) $($piped.Name) $($own.Kind)"
            """
        );

        Assert.Equal("True Network, half the neurons (trained anew) True taught Network", result.ToString());
    }

    [Fact]
    public void Like_keeps_zeros_of_a_model_from_a_file()
    {
        PSObject result = Run(
            """
            $null = $net | Invoke-ModelPrune -Sparsity 0.75 -FineTuneEpochs 0 | Export-Model -Path $folder/sparse.psmodel
            $sparse = Import-Model $folder/sparse.psmodel
            $anew = $data | Train-Model -Like $sparse -Epochs 2
            $anew.Sparsity -eq $sparse.Sparsity -and $anew.NonzeroParameters -le $sparse.Parameters
            """
        );

        Assert.Equal(true, result.BaseObject);
    }

    [Fact]
    public void Fine_tuning_learns_from_the_unpruned_model()
    {
        string description = Run(
                "$p = $net | Invoke-ModelPrune -Sparsity 0.5 -Granularity Neuron -FineTuneEpochs 1 -DistillationWeight 0.6 "
                    + "-Option @{ Temperature = 3 }; $p.History[-1].Description"
            )
            .ToString();

        Assert.Contains("taught by 'Network' (Network), weight 0.6, temperature 3", description);
    }

    [Fact]
    public void Fine_tuning_learns_from_another_model()
    {
        string description = Run(
                "$p = $net | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 1 -Option @{ Teacher = $forest }; $p.History[-1].Description"
            )
            .ToString();

        Assert.Contains("taught by 'oaks' (Forest), weight 0.5, temperature 1", description);
    }

    [Theory]
    [InlineData("$data | Train-Model -Teacher $forest -Temperature 1e-300", "ParameterArgumentValidationError")]
    [InlineData("$data | Train-Model -Teacher $net -Temperature 2 -DistillationWeight 0 -MatchLayer relu1", "TrainingOptionOutOfRange")]
    [InlineData("$data | Train-Model -Temperature 2", "TeacherMissing")]
    [InlineData("$data | Train-Model -DistillationWeight 0.2", "TeacherMissing")]
    [InlineData("$data | Train-Model -MatchLayer 'relu1=relu1'", "TeacherMissing")]
    [InlineData("$data | Train-Model -Teacher $net -MatchWeight 2", "MatchLayerInvalid")]
    [InlineData("$data | Train-Model -Teacher $net -MatchLayer '=relu1'", "MatchLayerInvalid")]
    [InlineData("$data | Train-Model -Teacher $net -MatchLayer 'relu7=relu1'", "LayerUnknown")]
    [InlineData("$data | Train-Model -Teacher $forest -MatchLayer 'relu1=relu1'", "MatchLayerNeedsNetwork")]
    [InlineData("$data | Train-Model -Teacher $forest -DistillationWeight 0", "TrainingOptionOutOfRange")]
    [InlineData("$data | Train-Model -Kind Forest -Teacher $net", "ParametersNotTogether")]
    [InlineData("$data | Train-Model -Kind Linear -Teacher $net -MatchLayer 'relu1=fc1'", "ParametersNotTogether")]
    [InlineData("Import-Dataset $wine -Target cultivar | Train-Model -Teacher $net", "SchemaMismatch")]
    [InlineData("Import-Dataset $iris -Target petal_length | Train-Model -Teacher $net", "SchemaMismatch")]
    [InlineData("Train-Model -Like $net -Preset Mlp", "ParametersNotTogether")]
    [InlineData("Train-Model -Like $net -Layers 'linear 4'", "ParametersNotTogether")]
    [InlineData("Train-Model -Like $net -Kind Linear", "ParametersNotTogether")]
    [InlineData("Train-Model -Like $net -TreeCount 4", "ParametersNotTogether")]
    [InlineData("Train-Model -Like $forest", "LikeNotNetwork")]
    [InlineData("Import-Dataset $wine -Target cultivar | Train-Model -Like $net", "SchemaMismatch")]
    [InlineData(
        "$null = $net | Export-Model -Path $folder/n.psmodel -Force; $read = Import-Model $folder/n.psmodel; Train-Model -Like $read",
        "DatasetMissing"
    )]
    [InlineData(
        "$null = $net | Export-Model -Path $folder/n.psmodel -Force; Import-Model $folder/n.psmodel | Invoke-ModelPrune -Sparsity 0.5 "
            + "-DistillationWeight 0.5",
        "DatasetMissing"
    )]
    [InlineData("$net | Invoke-ModelPrune -Sparsity 0.5 -Option @{ Temperature = 2 }", "TeacherMissing")]
    [InlineData("$net | Invoke-ModelPrune -Sparsity 0.5 -DistillationWeight 0.5 -FineTuneEpochs 0", "TeacherNeedsFineTuning")]
    [InlineData("$forest | Invoke-ModelPrune -Keep 2 -DistillationWeight 0.5", "ParametersNotTogether")]
    [InlineData(
        "$net | Invoke-ModelPrune -Sparsity 0.5 -Option @{ Teacher = (Import-Dataset $wine -Target cultivar | Train-Model -Kind Tree) }",
        "SchemaMismatch"
    )]
    public void What_does_not_fit_is_an_error_with_a_stable_id(string script, string id)
    {
        Assert.Equal(id, ErrorId(script));
    }

    [Fact]
    public void A_teacher_that_was_disposed_is_told()
    {
        Assert.Equal(
            "ModelDisposed",
            ErrorId(
                "$gone = $data | Train-Model -Layers 'linear 2' -Epochs 1; $gone.Dispose(); $data | Train-Model -Teacher $gone -Epochs 1"
            )
        );
    }

    [Fact]
    public void Layers_to_match_are_completed_from_teacher_and_student()
    {
        Assert.Equal(["'relu1='"], Complete("$data | Train-Model -Teacher $net -MatchLayer rel"));
        Assert.Equal(["'relu1=relu1'"], Complete("$data | Train-Model -Teacher $net -MatchLayer 'relu1=rel"));
    }

    private string[] Complete(string line) =>
        [
            .. _session
                .Run("(TabExpansion2 $line $line.Length).CompletionMatches", ("line", line))
                .Select(match => ((CompletionResult)match.BaseObject).CompletionText),
        ];

    /// <summary>A session with <c>$data</c>, a forest and a network, and a folder for files.</summary>
    public sealed class TaughtSession : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("distillation").FullName;

        /// <summary>Trains the models.</summary>
        public TaughtSession() =>
            Session.Run(
                """
                $data = Import-Dataset $iris -Target species -Seed 1
                $forest = $data | Train-Model -Kind Forest -TreeCount 5 -Seed 1 -Name oaks
                $net = $data | Train-Model -Layers 'linear 16', 'relu' -Epochs 3 -Seed 1
                """,
                ("iris", ModuleSession.ExampleData("iris.csv")),
                ("wine", ModuleSession.ExampleData("wine.csv")),
                ("folder", _folder)
            );

        internal ModuleSession Session { get; } = new();

        /// <inheritdoc/>
        public void Dispose()
        {
            Session.Dispose();
            Directory.Delete(_folder, true);
        }
    }
}
