using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class QuantizeModelTests
{
    private static readonly Lazy<ModuleSession> Trained = new(() =>
    {
        var session = new ModuleSession();
        session.Run(
            "$ErrorActionPreference = 'Stop'; $data = Import-Dataset $iris -Target species -Seed 1; $model = $data | Train-Model -Epochs "
                + "3 -Seed 1; $tree = $data | Train-Model -Kind Tree",
            ("iris", ModuleSession.ExampleData("iris.csv"))
        );
        return session;
    });

    private static ModuleSession Session => Trained.Value;

    [Theory]
    [InlineData("int8", "Int8")]
    [InlineData("Int8 -Calibration none", "Int8 weights")]
    [InlineData("Int8 -Calibration percentile -Percentile 99.9", "Int8")]
    [InlineData("INT4 -GroupSize 8", "Int4 weights")]
    [InlineData("Float16", "Float16")]
    [InlineData("BFloat16 -QuantizeEpochs 1", "BFloat16")]
    [InlineData(
        "Codebook -CodebookBits 3 -CodebookStart density -QuantizeEpochs 1 -QuantizeLearningRate 0.001 -BatchSize 16",
        "Codebook 3 bit"
    )]
    public void Every_scheme_makes_a_model_that_names_its_numbers(string scheme, string format)
    {
        var model = (NetworkModel)Session.Run($"$model | ConvertTo-QuantizedModel -Scheme {scheme} -Seed 2").Single().BaseObject;

        Assert.Equal(format, model.NumberFormat);
        Assert.Equal("Quantized", model.History[^1].Action);
        Assert.Equal("Quantize", model.Pruning!.Method);
        Assert.StartsWith(scheme.Split(' ')[0], model.Pruning.Quantization!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("float32", Session.Run("$model.NumberFormat").Single().BaseObject);
    }

    [Fact]
    public void Pruning_and_quantizing_are_one_call_and_comparison_tells_the_numbers()
    {
        PSObject[] rows =
        [
            .. Session.Run(
                "$model | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 1 -Quantize Codebook -OutVariable small | Compare-Model "
                    + "-ReferenceModel $model"
            ),
        ];

        Assert.Equal("Codebook 5 bit", rows[^1].Properties["NumberFormat"].Value);
        Assert.InRange((double)Session.Run("$small.Sparsity").Single().BaseObject, 0.49, 0.55);
        Assert.EndsWith(", Codebook", (string)Session.Run("$small.Name").Single().BaseObject);
    }

    [Fact]
    public void A_plan_has_its_own_view_with_bits_and_errors()
    {
        PSObject[] plan = [.. Session.Run("$model | Invoke-ModelPrune -Quantize Int4 -WhatIf")];

        Assert.All(plan, row => Assert.Equal("PSModelPruning.Compute.PruningLayer#Quantized", row.TypeNames[0]));
        Assert.All(plan, row => Assert.Equal(4, ((PruningLayer)row.BaseObject).Bits));
    }

    [Fact]
    public void A_quantized_model_from_a_file_predicts_as_before_and_is_pruned_with_a_warning()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.psmodel");
        try
        {
            Session.Run(
                "$int8 = $model | Invoke-ModelPrune -Quantize Int8; $int8 | Export-Model $file; $read = Import-Model $file",
                ("file", file)
            );
            Assert.Equal(
                true,
                Session
                    .Run(
                        "(-join ($data | Get-ModelPrediction -Model $int8).Prediction) -eq (-join ($data | Get-ModelPrediction -Model "
                            + "$read).Prediction)"
                    )
                    .Single()
                    .BaseObject
            );
            Session.Run(
                "$again = $read | Invoke-ModelPrune -Sparsity 0.5 -FineTuneEpochs 0 -WarningVariable warned -WarningAction SilentlyContinue"
            );
            Assert.Contains(
                "-Quantize",
                Session.Run("$warned").Select(warning => warning.ToString()).Single(text => text.Contains("float32 again"))
            );
            Assert.Equal("float32", Session.Run("$again.NumberFormat").Single().BaseObject);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int7", "ParameterArgumentValidationError")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Option @{ Calibration = 'Entropy' }", "VariantUnknown")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Codebook -Option @{ CodebookBits = 13 }", "OptionOutOfRange")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int4 -Option @{ GroupSize = 0 }", "OptionOutOfRange")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Option @{ Calibration = 'Percentile'; Percentile = 101 }", "OptionOutOfRange")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Option @{ Calibration = 'Percentile'; Percentile = 50 }", "OptionOutOfRange")]
    [InlineData("$model | Invoke-ModelPrune -Sparsity 0.5 -Option @{ CodebookBits = 4 }", "QuantizeMissing")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Float16 -Option @{ CodebookBits = 4 }", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Option @{ Percentile = 99 }", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -FineTuneEpochs 2", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -ExcludeLayer fc1", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Option @{ QuantizeLearningRate = 0.1 }", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -CheckpointPath x.checkpoint", "ParameterNotForQuantization")]
    [InlineData("$model | Invoke-ModelPrune -Quantize Int8 -Method Taylor", "PruningTargetMissing")]
    [InlineData("$tree | Invoke-ModelPrune -Quantize Int8", "ParameterNotForMethod")]
    [InlineData("$model | Invoke-ModelPrune -Method Submodel -Quantize Int8", "ParameterNotForMethod")]
    [InlineData("$model | Invoke-ModelPrune -Method FeatureImportance -Sparsity 0.5 -Quantize Int8", "ParameterNotForMethod")]
    [InlineData(
        "$model | Invoke-ModelPrune -Quantize Codebook -Option @{ CodebookBits = 1 } -MaxSizeKB 0.01 -FineTuneEpochs " + "0",
        "BudgetNotReached"
    )]
    public void Wrong_input_is_an_error_with_a_stable_id(string command, string id)
    {
        Exception error = Assert.ThrowsAny<RuntimeException>(() => Session.Run(command));

        Assert.StartsWith(id + ",", ((RuntimeException)error).ErrorRecord.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    [InvariantCulture]
    public void Views_show_readable_figures()
    {
        var report = new QuantizationReport
        {
            Scheme = "Int8",
            Bits = 8,
            ScoreBefore = 0.917,
            ScoreQuantized = 0.9145,
            ScoreAfter = 0.9168,
            Epochs = 2,
        };

        Assert.Equal("0.9170 → 0.9145 → 0.9168", QuantizationView.Scores(report));
        Assert.Equal("0.9170 → 0.9145", QuantizationView.Scores(report with { Epochs = 0 }));
        Assert.Equal("-", QuantizationView.Scores(report with { ScoreAfter = double.NaN }));
        Assert.Equal("Int8, 8 bits, weights only, 2 epochs of training", report.ToString());
        Assert.Equal(
            ["1.23E-05", "-", "exact", "42.1 dB", "-", "0.003922"],
            [
                QuantizationView.Error(1.234e-5),
                QuantizationView.Error(null),
                QuantizationView.Decibels(double.PositiveInfinity),
                QuantizationView.Decibels(42.06),
                QuantizationView.Bits(null),
                QuantizationView.Number(1 / 255.0),
            ]
        );
    }
}
