using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Tests;

public sealed class InvokeModelPruneTests
{
    private const string Command = ",PSModelPruning.Commands.InvokeModelPruneCommand";

    private static ModuleSession Session => TrainedSession.Iris;

    [Fact]
    public void A_model_from_the_pipeline_gives_a_new_model_with_a_report()
    {
        var pruned = (NetworkModel)Session.Run("$model | Invoke-ModelPrune -Sparsity 0.8 -FineTuneEpochs 1").Single().BaseObject;

        Assert.Equal(0.8, pruned.Sparsity, 3);
        Assert.Equal("Pruned", pruned.History[^1].Action);
        Assert.EndsWith(", 80 % zeros", pruned.Name);
        Assert.Equal("Magnitude", pruned.Pruning!.Method);
        Assert.Equal(0, ((Model)Session.Run("$model").Single().BaseObject).Sparsity, 3);
    }

    [Fact]
    public void A_pattern_and_a_block_size_choose_their_granularity()
    {
        var pattern = (NetworkModel)
            Session.Run("$model | Invoke-ModelPrune -Option @{ Pattern = '1:2' } -FineTuneEpochs 0 -Method wanda").Single().BaseObject;
        var blocks = (NetworkModel)
            Session.Run("$model | Invoke-ModelPrune -Option @{ BlockSize = 2, 4 } -Sparsity 0.5 -FineTuneEpochs 0").Single().BaseObject;

        Assert.Equal(["Pattern", "Block"], [pattern.Pruning!.Granularity, blocks.Pruning!.Granularity]);
        Assert.Equal(0.5, pattern.Sparsity, 2);
        Assert.StartsWith(
            "PatternInvalid,",
            Session.Fail("$model | Invoke-ModelPrune -Option @{ Pattern = '4:2' }").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("-Option @{ LatencyBatchSize = 8 }", "BudgetMissing")]
    [InlineData("-Granularity Layer", "NothingToPrune")]
    [InlineData("-Granularity Head", "NothingToPrune")]
    [InlineData("-Granularity EmbeddingRow", "NothingToPrune")]
    [InlineData("-Granularity Layer -Schedule Gradual", "ScheduleNotForGranularity")]
    [InlineData("-Granularity Layer -Option @{ RoundTo = 8 }", "ParameterNotForGranularity")]
    [InlineData("-Granularity Layer -Method ApoZ", "MethodNeedsChannels")]
    [InlineData("-Granularity Neuron -Method LossIncrease", "MethodNeedsBlocks")]
    public void Structures_that_are_not_there_and_choices_that_do_not_fit_are_refused(string choices, string id) =>
        Assert.Equal(id + Command, Session.Fail($"$model | Invoke-ModelPrune -Sparsity 0.5 {choices}").FullyQualifiedErrorId);

    [Fact]
    public void A_criterion_of_blocks_chooses_its_granularity()
    {
        var pruned = (NetworkModel)
            Session
                .Run(
                    "$data | Train-Model -Layers 'linear 6', 'relu', 'linear 6', 'relu' -Epochs 1 | Invoke-ModelPrune -Method "
                        + "BlockInfluence -Sparsity 0.9 -FineTuneEpochs 0"
                )
                .Single()
                .BaseObject;

        Assert.Equal(("Layer", 1.0), (pruned.Pruning!.Granularity, pruned.Pruning.Sparsity));
        Assert.Equal(["fc1", "relu1", "fc2", "fc3"], pruned.Layers.Select(layer => layer.Name));
    }

    [Fact]
    public void Confidence_prunes_to_its_threshold_without_a_sparsity_and_other_methods_have_none()
    {
        var pruned = (NetworkModel)
            Session
                .Run("$model | Invoke-ModelPrune -Method Confidence -Option @{ Threshold = 2.5 } -FineTuneEpochs 1 -Steps " + "3")
                .Single()
                .BaseObject;

        Assert.Equal("scores of at least 2.5", pruned.Pruning!.Target);
        Assert.InRange(pruned.Pruning.Rounds.Count, 1, 3);
        Assert.StartsWith(
            "ParameterNotForMethod,",
            Session.Fail("$model | Invoke-ModelPrune -Sparsity 0.5 -Option @{ Threshold = 2 }").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "MethodNeedsChannels,",
            Session.Fail("$model | Invoke-ModelPrune -Sparsity 0.5 -Method ApoZ -Granularity Element").FullyQualifiedErrorId,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_ticket_of_all_weights_is_the_model_and_parameters_that_the_schedule_does_not_read_are_errors()
    {
        var ticket = (NetworkModel)
            Session.Run("$model | Invoke-ModelPrune -Sparsity 0 -Schedule lotteryticket -Steps 1").Single().BaseObject;
        var model = (NetworkModel)Session.Run("$model").Single().BaseObject;

        Assert.Equal("LotteryTicket", ticket.Pruning!.Schedule);
        Assert.Equal(model.Training.Select(epoch => epoch.TrainingLoss), ticket.Training.Select(epoch => epoch.TrainingLoss));
        foreach (
            string extra in new[]
            {
                "-Schedule Gradual -Option @{ RewindEpoch = 1 }",
                "-Schedule LotteryTicket -FineTuneEpochs 1",
                "-Schedule LearningRateRewinding -Option @{ LearningRate = 0.1 }",
                "-Schedule OneShot -Steps 3",
            }
        )
            Assert.StartsWith(
                "ParameterNotForSchedule,",
                Error($"$model | Invoke-ModelPrune -Sparsity 0.5 {extra}"),
                StringComparison.Ordinal
            );
        Assert.StartsWith(
            "RewindEpochTooLate,",
            Error("$model | Invoke-ModelPrune -Sparsity 0.5 -Schedule LotteryTicket -Option @{ RewindEpoch = 999999 }"),
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "OptionOutOfRange,",
            Error("$model | Invoke-ModelPrune -Sparsity 0.5 -Schedule LotteryTicket -Option @{ RewindEpoch = -1 }"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_pruning_is_kept_and_resumed_and_leaves_one_file()
    {
        string folder = Directory.CreateTempSubdirectory("prune").FullName;
        string run =
            "$model | Invoke-ModelPrune -Sparsity 0.6 -Schedule Iterative -Steps 2 -FineTuneEpochs 1 -CheckpointPath "
            + $"'{Path.Combine(folder, "run.checkpoint")}'";
        try
        {
            var whole = (NetworkModel)Session.Run(run).Single().BaseObject;
            var again = (NetworkModel)Session.Run(run + " -Resume").Single().BaseObject;

            Assert.Equal(whole.Pruning!.Rounds, again.Pruning!.Rounds);
            Assert.StartsWith("CheckpointMismatch,", Error(run + " -Resume -Seed 5"), StringComparison.Ordinal);
            Assert.StartsWith(
                "ParametersNotTogether,",
                Error(run.Replace("-Sparsity 0.6", "-MaxAccuracyDrop 0.1", StringComparison.Ordinal)),
                StringComparison.Ordinal
            );
            Assert.StartsWith(
                "CheckpointPathMissing,",
                Error("$model | Invoke-ModelPrune -Sparsity 0.6 -Resume"),
                StringComparison.Ordinal
            );
            Assert.StartsWith(
                "FolderNotFound,",
                Error(run.Replace("run.checkpoint", "no/run.checkpoint", StringComparison.Ordinal)),
                StringComparison.Ordinal
            );
            Assert.Single(Directory.GetFileSystemEntries(folder));
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    [Fact]
    public void Features_and_layers_may_be_named_with_wildcards()
    {
        Assert.Single(
            Session.Run(
                "[pscustomobject]@{ petal_length = 1; petal_width = 1 } | Get-ModelPrediction -Model ($model | Invoke-ModelPrune "
                    + "-KeepFeature pet* -FineTuneEpochs 0)"
            )
        );
        Assert.Equal(
            ["fc3"],
            Session
                .Run(
                    "($model | Invoke-ModelPrune -Sparsity 0.01 -ExcludeLayer *1, FC2 -FineTuneEpochs 0).Pruning.Layers.Where{ $_.Removed "
                        + "-gt 0 }.Layer"
                )
                .Select(name => name.ToString())
        );
    }

    [Fact]
    public void A_disposed_model_is_an_error_that_says_so()
    {
        Session.Run("$gone = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0; $gone.Dispose()");

        foreach (
            string use in new[]
            {
                "$gone | Invoke-ModelPrune -Sparsity 0.6 -FineTuneEpochs 0",
                "$gone | Compare-Model",
                "$data | Get-ModelPrediction -Model $gone",
                "$gone | Export-Model ([IO.Path]::Combine([IO.Path]::GetTempPath(), 'disposed.psmodel'))",
            }
        )
            Assert.StartsWith("ModelDisposed,", Session.Fail(use).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void No_features_from_the_pipeline_are_an_error_that_says_so()
    {
        ErrorRecord error = Session.Fail("@() | Invoke-ModelPrune -Model $model");

        Assert.Equal("FeaturesMissing" + Command, error.FullyQualifiedErrorId);
    }

    [Fact]
    public void Lists_of_a_model_can_be_indexed()
    {
        // PowerShell finds no indexer on what the compiler makes of a collection expression for a read-only list.
        Assert.Equal("Trained", Session.Run("$model.History[0].Action").Single().ToString());
        Assert.Equal("fc1", Session.Run("$model.Layers[0].Name").Single().ToString());
        Assert.Equal("2", Session.Run("$model.Training[-1].Epoch").Single().ToString());
        Session.Run("$listed = $model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 1");
        Assert.Equal("fc1", Session.Run("$listed.Pruning.Layers[0].Layer").Single().ToString());
        Assert.Equal("1", Session.Run("$listed.Pruning.Rounds[0].Round").Single().ToString());
        Assert.Equal("setosa", Session.Run("(Compare-Model $listed -WarningAction Ignore).ClassFigures[0].Class").Single().ToString());
    }

    [Fact]
    public void WhatIf_gives_a_row_a_layer_and_no_model()
    {
        IReadOnlyList<PSObject> plan = Session.Run("$model | Invoke-ModelPrune -Sparsity 0.5 -Granularity neuron -WhatIf");

        PruningLayer[] layers = [.. plan.Select(row => Assert.IsType<PruningLayer>(row.BaseObject))];
        Assert.Equal(["fc1", "fc2", "fc3"], layers.Select(layer => layer.Layer));
        Assert.Equal(96, layers.Sum(layer => layer.Removed));
        Assert.True(layers.Sum(layer => layer.BytesAfter) < layers.Sum(layer => layer.BytesBefore));
        Assert.Equal("the network's output", layers[^1].Reason);
    }

    [Theory]
    [InlineData("-Sparsity 1.0", "SparsityOutOfRange")]
    [InlineData("-Sparsity -0.5", "SparsityOutOfRange")]
    [InlineData("", "PruningTargetMissing")]
    [InlineData("-Sparsity 0.5 -MaxSizeKB 10", "ParametersNotTogether")]
    [InlineData("-MaxSizeKB 0", "BudgetOutOfRange")]
    [InlineData("-MaxAccuracyDrop 1", "BudgetOutOfRange")]
    [InlineData("-MaxMacs 1 -FineTuneEpochs 0", "BudgetNotReached")]
    [InlineData("-MaxMacs 100 -Granularity Element", "BudgetNeedsChannels")]
    [InlineData("-Sparsity 0.5 -ExcludeLayer fc7", "LayerNotFound")]
    [InlineData("-Sparsity 0.5 -ExcludeLayer conv*", "LayerNotFound")]
    [InlineData("-Sparsity 0.5 -ExcludeLayer *", "NothingToPrune")]
    [InlineData("-KeepFeature 2 -Method Magnitude", "MethodNotForFeatures")]
    [InlineData("-Sparsity 0.5 -Granularity Channel -Option @{ RoundTo = 100 }", "RoundToTooLarge")]
    [InlineData("-Sparsity 0.5 -Schedule Gradual -FineTuneEpochs 0", "ScheduleNeedsFineTuning")]
    [InlineData("-KeepFeature 9", "KeepFeatureOutOfRange")]
    [InlineData("-KeepFeature petal_lenght", "FeatureNotFound")]
    [InlineData("-KeepFeature 1.5", "KeepFeatureInvalid")]
    [InlineData("-Method FeatureImportance -MaxSizeKB 0.01", "BudgetNotReached")]
    [InlineData("-Method FeatureImportance -Leaves 3", "TargetNotForFeatures")]
    [InlineData("-Method FeatureImportance", "PruningTargetMissing")]
    [InlineData("-Sparsity 0.5 -Option @{ Scorer = 'Correlation' }", "ParameterNotForMethod")]
    [InlineData("-Option @{ BlockSize = 4; Pattern = '2:4' }", "ParameterNotForGranularity")]
    [InlineData("-Option @{ BlockSize = '4y4' } -Sparsity 0.5", "BlockSizeInvalid")]
    public void Mistakes_have_a_stable_id(string arguments, string id) =>
        Assert.Equal(id + Command, Session.Fail($"$model | Invoke-ModelPrune {arguments}").FullyQualifiedErrorId);

    [Fact]
    public void The_size_of_a_block_is_read_as_it_is_written()
    {
        long[] zeros =
        [
            .. new[] { "'2x8'", "'2 x 8'", "2, 8", "'8x2'" }.Select(size =>
                (
                    (NetworkModel)
                        Session
                            .Run(
                                $"$model | Invoke-ModelPrune -Option @{{ BlockSize = {size} }} -Sparsity 0.4 -FineTuneEpochs 0 -Method "
                                    + "Random -Seed 3"
                            )
                            .Single()
                            .BaseObject
                )
                    .Layers[0]
                    .NonzeroParameters
            ),
        ];

        Assert.Equal(zeros[2], zeros[0]);
        Assert.Equal(zeros[2], zeros[1]);
        Assert.NotEqual(zeros[2], zeros[3]);
    }

    [Fact]
    public void A_threshold_that_empties_a_layer_is_told_of()
    {
        // The inputs are standardized: no weight of the first layer is confirmed.
        SessionResult result = Session.Invoke(
            "$null = $model | Invoke-ModelPrune -Method Confidence -Option @{ Threshold = 50 } -Sparsity 0.9 -FineTuneEpochs 0"
        );

        Assert.Contains(result.Warnings, warning =>
            warning.Contains("-ExcludeLayer", StringComparison.Ordinal) && warning.Contains("-Scale MinMax", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_multiple_of_channels_is_said_to_do_nothing_to_single_weights() =>
        Assert.Contains(
            Session.Invoke("$null = $model | Invoke-ModelPrune -Sparsity 0.5 -Option @{ RoundTo = 8 } -FineTuneEpochs 0").Warnings,
            warning => warning.Contains("RoundTo", StringComparison.Ordinal)
        );

    [Fact]
    public void A_network_that_lost_features_predicts_with_the_kernels_of_a_finished_one() =>
        Assert.NotEmpty(
            (
                (NetworkModel)
                    Session.Run("$model | Invoke-ModelPrune -Method FeatureImportance -Sparsity 0.5 -FineTuneEpochs 0").Single().BaseObject
            ).Kernels
        );

    [Theory]
    [InlineData("-Method Taler", "Magnitude, MagnitudeL2, Random, Gradient, Taylor")]
    [InlineData("-Granularity Weight", "Element, Pattern, Block, Channel, Neuron")]
    [InlineData("-Schedule Never", "OneShot, Iterative, Geometric, Gradual")]
    public void An_unknown_name_is_refused_with_those_there_are(string argument, string known)
    {
        ErrorRecord error = Session.Fail($"$model | Invoke-ModelPrune -Sparsity 0.5 {argument}");

        Assert.Contains(known, error.Exception.Message);
    }

    [Fact]
    public void A_method_that_needs_data_says_so_of_a_model_from_a_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"prune-{Guid.NewGuid():N}.psmodel");
        try
        {
            Session.Run($"$null = $model | Export-Model '{path}'; $read = Import-Model '{path}'");

            Assert.Equal(
                "DatasetMissing" + Command,
                Session.Fail("$read | Invoke-ModelPrune -Sparsity 0.5 -Method Taylor").FullyQualifiedErrorId
            );
            Assert.Equal(0.5, ((Model)Session.Run("$read | Invoke-ModelPrune -Sparsity 0.5").Single().BaseObject).Sparsity, 3);
            Assert.Equal(
                0.5,
                (
                    (Model)
                        Session
                            .Run("$read | Invoke-ModelPrune -Sparsity 0.5 -Method Taylor -Dataset $data -FineTuneEpochs 1")
                            .Single()
                            .BaseObject
                ).Sparsity,
                3
            );
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Fractions_are_of_the_original_also_after_a_round_trip_through_a_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"prune-{Guid.NewGuid():N}.psmodel");
        try
        {
            var again = (NetworkModel)
                Session
                    .Run(
                        $"$null = $model | Invoke-ModelPrune -Sparsity 0.5 -Granularity Neuron -FineTuneEpochs 0 | Export-Model '{path}'; "
                            + $"Import-Model '{path}' | Invoke-ModelPrune -Sparsity 0.75 -Granularity Neuron"
                    )
                    .Single()
                    .BaseObject;

            Assert.Equal(48, again.Pruning!.Layers.Take(2).Sum(layer => layer.Kept));
            Assert.Equal(192, again.Pruning.Layers.Take(2).Sum(layer => layer.Original));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Features_from_the_pipeline_stay_and_the_result_predicts_without_the_others()
    {
        IReadOnlyList<PSObject> predictions = Session.Run(
            """
            $ranking = Measure-FeatureImportance $model
            $narrow = $ranking[0], $ranking[1] | Invoke-ModelPrune -Model $model -FineTuneEpochs 5
            $row = @{}
            foreach ($feature in $ranking[0, 1].Feature) { $row[$feature] = 1.5 }
            $narrow
            [pscustomobject]$row | Get-ModelPrediction -Model $narrow
            """
        );

        var narrow = (NetworkModel)predictions[0].BaseObject;
        Assert.Equal(2, narrow.Dataset!.Features);
        Assert.Equal("Feature", narrow.Pruning!.Granularity);
        Assert.Equal(2, predictions.Count);
    }

    [Fact]
    public void A_number_of_features_stays_and_names_do_too()
    {
        Assert.Equal(
            3,
            ((Model)Session.Run("Invoke-ModelPrune $model -Method FeatureImportance -KeepFeature 3 -FineTuneEpochs 0").Single().BaseObject)
                .Dataset!
                .Features
        );
        Assert.Equal(
            2,
            ((Model)Session.Run("$model | Invoke-ModelPrune -Method FeatureImportance -Sparsity 0.5 -FineTuneEpochs 0").Single().BaseObject)
                .Dataset!
                .Features
        );
        Assert.Equal(
            1,
            ((Model)Session.Run("Invoke-ModelPrune $model -KeepFeature petal_length -FineTuneEpochs 0").Single().BaseObject)
                .Dataset!
                .Features
        );
    }

    [Theory]
    [InlineData("$model | Invoke-ModelPrune -ExcludeLayer f", "fc1 fc2 fc3")]
    [InlineData("Invoke-ModelPrune -Model $model -KeepFeature petal_l", "petal_length")]
    [InlineData("Invoke-ModelPrune $model -Method Ta", "Taylor")]
    [InlineData("Invoke-ModelPrune $model -Granularity ", "Element Pattern Block Channel Neuron Layer Head EmbeddingRow")]
    public void Names_complete(string line, string expected) =>
        Assert.Equal(
            expected,
            string.Join(
                ' ',
                Session
                    .Run($"(TabExpansion2 '{line}').CompletionMatches")
                    .Select(match => ((CompletionResult)match.BaseObject).CompletionText)
            )
        );

    private static string Error(string script) =>
        Assert.ThrowsAny<RuntimeException>(() => Session.Run(script)).ErrorRecord.FullyQualifiedErrorId;
}
