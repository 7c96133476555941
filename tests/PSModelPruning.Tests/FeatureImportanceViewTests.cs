using PSModelPruning.Compute;
using PSModelPruning.Views;

namespace PSModelPruning.Tests;

public sealed class FeatureImportanceViewTests
{
    [Theory]
    [InlineData(1.0, "████████████")]
    [InlineData(0.5, "██████")]
    [InlineData(1.0 / 24, "▌")]
    [InlineData(0.0, "")]
    [InlineData(-0.3, "")]
    [InlineData(double.NaN, "")]
    public void The_bar_is_as_long_as_the_share_of_the_greatest(double relative, string expected) =>
        Assert.Equal(expected, FeatureImportanceView.Bar(new FeatureImportance("a", 1, double.NaN, 1, "AnovaF") { Relative = relative }));

    [Theory]
    [InlineData(0.123456, double.NaN, "0.1235")]
    [InlineData(0.123456, 0.01, "0.1235 ± 0.0100")]
    [InlineData(1180.16, double.NaN, "1,180")]
    [InlineData(0.000456, double.NaN, "4.56e-4")]
    public void The_view_shows_scores_in_few_digits(double importance, double deviation, string expected) =>
        Assert.Equal(expected, FeatureImportanceView.Score(new FeatureImportance("a", importance, deviation, 1, "AnovaF")));
}
