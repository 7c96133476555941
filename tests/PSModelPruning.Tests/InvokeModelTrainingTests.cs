using System.Management.Automation;

namespace PSModelPruning.Tests;

public sealed class InvokeModelTrainingTests : IDisposable
{
    private const string Iris = "$data = Import-Dataset -Path $iris -Target species -Seed 1\n";
    private const string Digits = "$data = Import-Dataset -Path $digits -Target digit -Seed 1\n";

    private readonly ModuleSession _session = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("training").FullName;

    public void Dispose()
    {
        _session.Dispose();
        Directory.Delete(_folder, true);
    }

    private (string, object?)[] Variables =>
        [("iris", ModuleSession.ExampleData("iris.csv")), ("digits", ModuleSession.ExampleData("digits.csv")), ("folder", _folder)];

    private object? Value(string script) => _session.Run(script, Variables).Single().BaseObject;

    private string ErrorId(string script) => _session.Fail(script, Variables).FullyQualifiedErrorId.Split(',')[0];

    [Fact]
    public void Defaults_give_a_good_network_for_a_small_table()
    {
        var accuracy = (double)Value(Digits + "$m = $data | Train-Model -Seed 1; $m.Training[-1].ValidationAccuracy")!;

        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
    }

    [Fact]
    public void A_model_carries_its_data_history_seed_and_verdict()
    {
        PSObject model = _session.Run(Iris + "$data | Train-Model -Epochs 5 -Seed 7 -Name flowers", Variables).Single();

        Assert.Equal("flowers", model.Properties["Name"].Value);
        Assert.Equal("Network", model.Properties["Kind"].Value);
        Assert.Equal(7, model.Properties["Seed"].Value);
        Assert.Equal(5, ((System.Collections.ICollection)model.Properties["Training"].Value).Count);
        Assert.StartsWith("iris", model.Properties["Dataset"].Value.ToString());
        Assert.Contains("epochs", ((System.Collections.IEnumerable)model.Properties["History"].Value).Cast<object>().Single().ToString());
        Assert.Contains("validation", model.Properties["Overfitting"].Value.ToString());
    }

    [Fact]
    public void Kind_linear_is_one_layer()
    {
        PSObject model = _session.Run(Iris + "Train-Model $data -Kind linear -Epochs 30", Variables).Single();

        Assert.Equal("Linear", model.Properties["Kind"].Value);
        Assert.Equal(15L, model.Properties["Parameters"].Value);
    }

    [Fact]
    public void Layers_in_words_make_the_network()
    {
        var parameters = (long)Value(Iris + "(Train-Model $data -Layers 'linear 10', 'relu', 'linear 6', 'tanh' -Epochs 1).Parameters")!;

        Assert.Equal(4 * 10 + 10 + 10 * 6 + 6 + 6 * 3 + 3, parameters);
    }

    [Fact]
    public void Verbose_tells_the_preset_the_loss_and_the_plan()
    {
        SessionResult result = _session.Invoke(Iris + "$null = Train-Model $data -Epochs 2 -Verbose", Variables);

        Assert.Contains(result.Verbose, v => v.Contains("preset Mlp"));
        Assert.Contains(result.Verbose, v => v.Contains("CrossEntropy") && v.Contains("2 epochs"));
        Assert.Contains(result.Verbose, v => v.StartsWith("Over-fitting"));
    }

    [Fact]
    public void Every_option_is_taken()
    {
        SessionResult result = _session.Invoke(
            Iris
                + """
                $m = Train-Model $data -Preset mlp -Epochs 3 -BatchSize 16 -LearningRate 0.02 -Optimizer sgd -Momentum 0.8 -Nesterov `
                    -WeightDecay 1e-4 -L1 1e-5 `
                    -Schedule onecycle -WarmupEpochs 0.5 -Loss crossentropy -LabelSmoothing 0.1 -Patience 2 -ClassWeight Balanced `
                    -GradientClip 5 -Device CPU -Threads 1 `
                    -CheckpointPath "$folder/a.checkpoint" -Seed 3
                "$($m.History[0].Description)"
                """,
            Variables
        );

        string description = result.Output.Single().ToString();
        Assert.Contains("batch 16, sgd, learning rate 0.02, schedule onecycle, loss crossentropy, seed 3", description);
        Assert.True(File.Exists(Path.Combine(_folder, "a.checkpoint")));
    }

    [Fact]
    public void Class_weights_can_be_a_table_or_a_list()
    {
        SessionResult result = _session.Invoke(
            Iris
                + """
                $name = $data.Classes[1]
                $null = Train-Model $data -Epochs 1 -ClassWeight @{ $name = 4 } -Verbose
                $null = Train-Model $data -Epochs 1 -ClassWeight 1, 2.5, 3 -Verbose
                """,
            Variables
        );

        Assert.Contains("Class weights: 1, 4, 1.", result.Verbose);
        Assert.Contains("Class weights: 1, 2.5, 3.", result.Verbose);
    }

    [Fact]
    public void A_resumed_run_ends_with_the_figures_of_an_uninterrupted_one()
    {
        var same = (bool)
            Value(
                Iris
                    + """
                    $options = @{ Epochs = 12; Seed = 2; Schedule = 'Constant'; Patience = 0 }
                    $whole = Train-Model $data @options
                    $options.Epochs = 5
                    $null = Train-Model $data @options -CheckpointPath "$folder/run.checkpoint"
                    $options.Epochs = 12
                    $resumed = Train-Model $data @options -CheckpointPath "$folder/run.checkpoint" -Resume
                    $last, $again = $whole.Training[11], $resumed.Training[11]
                    $last.TrainingLoss -eq $again.TrainingLoss -and $last.ValidationLoss -eq $again.ValidationLoss
                    """
            )!;

        Assert.True(same);
    }

    [Theory]
    [InlineData("-LearningRate 1e5 -Optimizer SGD", "TrainingDiverged")]
    [InlineData("-Loss Huber", "LossDoesNotFit")]
    [InlineData("-ClassWeight 1, 2", "ClassWeightInvalid")]
    [InlineData("-ClassWeight @{ rose = 2 }", "ClassWeightInvalid")]
    [InlineData("-ClassWeight heavy", "ClassWeightInvalid")]
    [InlineData("-Layers 'linear 2000000000', 'linear 2000000000'", "NetworkTooLarge")]
    [InlineData("-Device cuda", "DeviceUnavailable")]
    [InlineData("-Resume", "CheckpointPathMissing")]
    [InlineData("-Resume -CheckpointPath \"$folder/none\"", "CheckpointNotFound")]
    [InlineData("-CheckpointPath \"$folder/none/run\"", "FolderNotFound")]
    [InlineData("-CheckpointPath nodrive:/run", "FolderNotFound")]
    [InlineData("-CheckpointPath Env:run", "PathNotFileSystem")]
    [InlineData("-CheckpointPath $folder", "PathIsFolder")]
    [InlineData("-Preset Mlp -Layers relu", "ParametersNotTogether")]
    [InlineData("-Kind Linear -Layers relu", "LinearHasNoLayers")]
    [InlineData("-Optimizer Adam -Nesterov", "NesterovWithoutMomentum")]
    [InlineData("-Layers 'linear 10', 'rely'", "LayerWordUnknown")]
    [InlineData("-Layers 'conv 8x3'", "ShapeMismatch")]
    [InlineData("-Preset LeNet5", "ShapeMismatch")]
    [InlineData("-WarmupEpochs 3 -Epochs 2", "TrainingOptionOutOfRange")]
    public void What_does_not_fit_is_an_error_with_a_stable_id(string options, string expected)
    {
        Assert.Equal(expected, ErrorId(Iris + "Train-Model $data " + options));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Weights_of_classes_are_refused_where_the_target_is_a_number() =>
        Assert.Equal(
            "ClassWeightInvalid",
            ErrorId("1..40 | ForEach-Object { @{ x = $_; y = $_ * 1.5 } } | Import-Dataset -Target y | Train-Model -ClassWeight Balanced")
        );

    [Theory]
    [InlineData("-Epochs 0")]
    [InlineData("-BatchSize 0")]
    [InlineData("-LearningRate 0")]
    [InlineData("-LearningRate -1")]
    [InlineData("-Momentum 1")]
    [InlineData("-LabelSmoothing 1")]
    [InlineData("-Patience -1")]
    [InlineData("-Threads 0")]
    [InlineData("-Optimizer Adamant")]
    [InlineData("-Schedule Sometimes")]
    [InlineData("-Loss Hinge")]
    [InlineData("-Kind Forestry")]
    [InlineData("-Preset Alexnet")]
    [InlineData("-Layers @()")]
    public void Values_out_of_range_are_refused_before_anything_starts(string options) =>
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            _session.Fail(Iris + "Train-Model $data " + options, Variables).FullyQualifiedErrorId
        );

    [Fact]
    public void Patience_without_validation_rows_is_an_error() =>
        Assert.Equal(
            "PartitionEmpty",
            ErrorId("$data = Import-Dataset -Path $iris -Target species -ValidationFraction 0\nTrain-Model $data -Patience 3")
        );

    [Fact]
    public void Stopping_ends_training_and_leaves_a_checkpoint_that_can_be_resumed()
    {
        _session.Invoke(Digits + "$null = Train-Model $data -Epochs 1", Variables);
        const string options = "-Preset Mlp -Schedule Constant -Patience 0 -CheckpointPath \"$folder/run.checkpoint\"";
        string checkpoint = Path.Combine(_folder, "run.checkpoint");
        using (PowerShell shell = _session.Prepare(Digits + $"Train-Model $data {options} -Epochs 100000"))
        {
            IAsyncResult run = shell.BeginInvoke();
            Assert.True(SpinWait.SpinUntil(() => File.Exists(checkpoint), TimeSpan.FromSeconds(60)));
            shell.Stop();
            Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(run));
        }

        Assert.Equal([checkpoint], Directory.GetFiles(_folder));
        Assert.InRange((int)Value(Digits + $"(Train-Model $data {options} -Epochs 60 -Resume).Training.Count")!, 60, int.MaxValue);
    }

    [Fact]
    public void Values_are_completed_with_their_descriptions()
    {
        string[] Completions(string line) =>
            [
                .. _session
                    .Run($"(TabExpansion2 -inputScript '{line}' -cursorColumn {line.Length}).CompletionMatches.CompletionText")
                    .Select(o => o.ToString()),
            ];

        Assert.Equal(["Adam", "AdamW"], Completions("Train-Model -Optimizer Ada"));
        Assert.Equal(["Neighbors", "Network"], Completions("Train-Model -Kind ne").Order());
        Assert.Equal(["Cosine", "Constant"], Completions("Train-Model -Schedule Co").OrderDescending());
        Assert.Contains("ConvNet", Completions("Train-Model -Preset Conv"));
        Assert.Equal(["Balanced"], Completions("Train-Model -ClassWeight B"));
    }
}
