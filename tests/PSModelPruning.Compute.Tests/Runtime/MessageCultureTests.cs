using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks.Quantization;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Runtime;

/// <summary>What a user reads is the same text wherever the module runs.</summary>
public sealed class MessageCultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void Errors_read_the_same_in_every_culture(string culture)
    {
        Assert.Equal(In("", Errors), In(culture, Errors));
        Assert.Contains("0.125", In(culture, Errors)[0]);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Decisions_of_a_training_read_the_same_in_every_culture(string culture)
    {
        string[] usual = In("", Training);

        Assert.Equal(usual, In(culture, Training));
        Assert.Contains(usual, text => text.Contains('.', StringComparison.Ordinal));
    }

    private static string[] Errors() =>
        [
            TrainingErrors.OptionOutOfRange("LearningRate", 0.125, "above 0").Message,
            TrainingErrors.Diverged(3, 1234, 12345.678, 0.125).Message,
            TrainingErrors.BoostingDiverged(3, 12345.678, 0.125).Message,
            TrainingErrors.ClassWeightNotPositive(-0.5).Message,
            TrainingErrors.MaxFeaturesTooMany(1.5, 12345).Message,
            NetworkErrors.TooLarge(1234567.5, 12345678901.5, 1L << 32).Message,
            PruningErrors.SparsityOutOfRange(-1.5).Message,
            PruningErrors.SparsityNotReachable(0.9995, 0.875, "weight").Message,
            PruningErrors.BudgetOutOfRange("MaxSizeKB", -0.5).Message,
            QuantizationErrors.OptionOutOfRange("Percentile", -0.5, "from 50 to 100").Message,
            DataErrors.Fraction("TestFraction", 1.5, "from 0 to below 1").Message,
            DataErrors.FractionSum(0.75, 0.5).Message,
        ];

    private static string[] Training()
    {
        var monitor = new CollectingMonitor();
        var request = new TrainingRequest
        {
            Kind = "Boosted",
            Boosting = new() { TreeCount = 3, LearningRate = 0.25 },
        };
        Model model = ModelKindCatalog.Get("Boosted").Train(TreeData.Blobs(), request, monitor);
        // The history tells how long the training took, which no two runs share.
        return [.. monitor.Decisions, .. monitor.Warnings, .. monitor.Reports.Select(report => report.Activity), model.Name];
    }

    private static string[] In(string culture, Func<string[]> texts)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return texts();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
