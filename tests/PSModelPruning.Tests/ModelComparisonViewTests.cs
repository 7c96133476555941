using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class ModelComparisonViewTests
{
    [Theory]
    [InlineData(false, 0.9722, -0.28, "97.22 % (-0.28)")]
    [InlineData(false, 0.9722, 1.5, "97.22 % (+1.50)")]
    [InlineData(true, 0.9722, 0, "97.22 %")]
    public void The_view_shows_percentages_with_their_change(bool isReference, double value, double change, string expected) =>
        Assert.Equal(expected, ModelComparisonView.Percent(Row(isReference), value, change));

    [Theory]
    [InlineData(false, 0.5, "1,024.0 (÷2.0)")]
    [InlineData(false, 12.4, "1,024.0 (×12)")]
    [InlineData(false, 1.01, "1,024.0")]
    [InlineData(false, double.NaN, "1,024.0")]
    [InlineData(true, 1, "1,024.0")]
    public void The_view_shows_sizes_with_their_factor(bool isReference, double ratio, string expected) =>
        Assert.Equal(expected, ModelComparisonView.Kilobytes(Row(isReference) with { PackedBytes = 1 << 20, PackedBytesRatio = ratio }));

    [Fact]
    public void The_view_shows_work_and_latency()
    {
        Assert.Equal(
            "266.2 K (÷10)",
            ModelComparisonView.Work(Row(false) with { MultiplyAccumulates = 266200, MultiplyAccumulatesRatio = 0.1 })
        );
        Assert.Equal("-", ModelComparisonView.Work(Row(false)));
        Assert.Equal("0.1180 (÷1.9)", ModelComparisonView.Milliseconds(Row(false) with { LatencyP50Milliseconds = 0.118, SpeedUp = 1.9 }));
        Assert.Equal("12.35 (×1.3)", ModelComparisonView.Milliseconds(Row(false) with { LatencyP50Milliseconds = 12.345, SpeedUp = 0.78 }));
    }

    [Theory]
    [InlineData(true, 1, "17,226 weights")]
    [InlineData(false, 0.5, "17,226 (÷2.0)")]
    [InlineData(false, double.NaN, "17,226 weights")]
    public void The_view_names_the_unit_of_a_complexity_where_it_is_not_the_reference_s(bool isReference, double ratio, string expected) =>
        Assert.Equal(
            expected,
            ModelComparisonView.Complexity(
                Row(isReference) with
                {
                    Complexity = 17226,
                    ComplexityUnit = "weights",
                    ComplexityRatio = ratio,
                }
            )
        );

    [Theory]
    [InlineData("digits-net, 98 % zeros", "digits-net, 98 % zeros")]
    [InlineData("digits-net, half the neurons", "digit…half the neurons")]
    public void A_long_name_keeps_what_tells_prunings_apart(string name, string expected) =>
        Assert.Equal(expected, ModelComparisonView.Name(Row(false) with { Name = name }));

    [Fact]
    public void The_list_says_what_was_measured_on_what()
    {
        ModelComparison row = Row(false) with
        {
            Rows = 1359,
            Partition = PartitionName.Test,
            Parameters = 2000,
            NonzeroParameters = 500,
            LatencyP50Milliseconds = 0.118,
            SpeedUp = 1.9,
            LatencyP95Milliseconds = 0.2,
            LatencyBatchSize = 64,
        };

        Assert.Equal("1,359 Test rows of d", ModelComparisonView.Rows(row));
        Assert.Equal("2,000 (500 not zero)", ModelComparisonView.Parameters(row));
        Assert.Equal("2,000", ModelComparisonView.Parameters(row with { NonzeroParameters = 2000 }));
        Assert.Equal("0.1180 (÷1.9), p95 0.2000, at batch size 64", ModelComparisonView.Latency(row));
    }

    [Theory]
    [InlineData("Mlp, pruned, codebooks", "Mlp, pruned, codebooks")]
    [InlineData("the same network, nine tenths of it gone", "the s…enths of it gone")]
    public void Long_names_leave_room_for_the_figures(string name, string shown) =>
        Assert.Equal(shown, ModelComparisonView.Name(Row(false) with { Name = name }));

    private static ModelComparison Row(bool isReference) =>
        new()
        {
            Name = "a",
            Kind = "Network",
            Reference = "b",
            Dataset = "d",
            Task = LearningTask.Classification,
            IsReference = isReference,
        };
}
