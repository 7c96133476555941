using PSModelPruning.Compute.Importance;

namespace PSModelPruning.Compute.Tests.Importance;

public sealed class DatasetScorerTests
{
    // Quinlan (1986), table 1: fourteen Saturday mornings.
    private static readonly string[] Outlook =
    [
        "sunny",
        "sunny",
        "overcast",
        "rain",
        "rain",
        "rain",
        "overcast",
        "sunny",
        "sunny",
        "rain",
        "sunny",
        "overcast",
        "overcast",
        "rain",
    ];
    private static readonly string[] Temperature =
    [
        "hot",
        "hot",
        "hot",
        "mild",
        "cool",
        "cool",
        "cool",
        "mild",
        "cool",
        "mild",
        "mild",
        "mild",
        "hot",
        "mild",
    ];
    private static readonly string[] Humidity =
    [
        "high",
        "high",
        "high",
        "high",
        "normal",
        "normal",
        "normal",
        "high",
        "normal",
        "normal",
        "normal",
        "high",
        "normal",
        "high",
    ];
    private static readonly string[] Windy =
    [
        "false",
        "true",
        "false",
        "false",
        "false",
        "true",
        "true",
        "false",
        "false",
        "false",
        "true",
        "true",
        "false",
        "true",
    ];
    private static readonly string[] Play = ["N", "N", "P", "P", "P", "N", "P", "N", "P", "P", "P", "P", "P", "N"];

    [Theory]
    // The gains are those of Quinlan's paper (0.246, 0.029, 0.151, 0.048 there, cut off after three digits); the ratios those of Witten and
    // Frank.
    [InlineData("Outlook", 0.2467, 0.1564)]
    [InlineData("Temperature", 0.0292, 0.0188)]
    [InlineData("Humidity", 0.1518, 0.1518)]
    [InlineData("Windy", 0.0481, 0.0488)]
    public void Gain_and_gain_ratio_are_the_published_ones_of_the_weather_data(string feature, double gain, double ratio)
    {
        FeatureColumn column = Categories(
            feature switch
            {
                "Outlook" => Outlook,
                "Temperature" => Temperature,
                "Humidity" => Humidity,
                _ => Windy,
            }
        );

        Assert.Equal(gain, Score("InformationGain", column, Categories(Play)), 4);
        Assert.Equal(ratio, Score("GainRatio", column, Categories(Play)), 4);
        Assert.Equal(gain * Math.Log(2), Score("MutualInformation", column, Categories(Play)), 0.0001);
    }

    [Theory]
    // Published figures of scikit-learn's f_classif and chi2 on Fisher's iris data.
    [InlineData(0, 119.2645, 10.8178)]
    [InlineData(1, 49.1600, 3.7107)]
    [InlineData(2, 1180.1612, 116.3126)]
    [InlineData(3, 960.0071, 67.0484)]
    public void F_and_chi_square_are_the_published_ones_of_iris(int feature, double f, double chiSquare)
    {
        FeatureColumn column = Iris.Column(feature);

        Assert.Equal(f, Score("AnovaF", column, Iris.Species), 4);
        Assert.Equal(chiSquare, Score("ChiSquare", column, Iris.Species), 4);
    }

    [Fact]
    public void The_threshold_of_a_number_is_the_best_of_all()
    {
        FeatureColumn column = Iris.Column(1);
        double best = 0,
            information = 0;
        foreach (double threshold in column.Values.Distinct())
        {
            FeatureColumn split = FeatureColumn.OfCategories("split", [.. column.Values.Select(v => v <= threshold ? 0 : 1)], 2);
            double gain =
                EntropyByDefinition(Iris.Species.Codes)
                - split
                    .Codes.Zip(Iris.Species.Codes)
                    .GroupBy(p => p.First)
                    .Sum(g => g.Count() / 150.0 * EntropyByDefinition([.. g.Select(p => p.Second)]));
            if (gain > best)
                (best, information) = (gain, EntropyByDefinition(split.Codes));
        }

        Assert.Equal(best, Score("InformationGain", column, Iris.Species), 10);
        Assert.Equal(best / information, Score("GainRatio", column, Iris.Species), 10);
    }

    [Fact]
    public void Chi_square_of_categories_is_the_contingency_tables()
    {
        // Observed 10, 20 / 30, 40: expected 12, 18 / 28, 42, so 4/12 + 4/18 + 4/28 + 4/42 = 0.793651.
        int[] feature = [.. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 70)];
        int[] target = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(0, 30), .. Enumerable.Repeat(1, 40)];
        FeatureColumn column = FeatureColumn.OfCategories("c", feature, 2),
            classes = FeatureColumn.OfCategories("y", target, 2);

        Assert.Equal(0.793651, Score("ChiSquare", column, classes), 6);
        // Cramér's V of a two by two table is the correlation of the two indicators.
        Assert.Equal(
            Math.Abs(PearsonByDefinition([.. feature.Select(x => (double)x)], [.. target.Select(x => (double)x)])),
            Score("Correlation", column, classes),
            10
        );
    }

    [Fact]
    public void F_of_categories_is_that_of_their_indicators_together()
    {
        FeatureColumn column = Categories(Outlook),
            classes = Categories(Play);
        double between = 0,
            within = 0;
        for (int code = 0; code < column.CodeCount; code++)
        {
            double[] indicator = [.. column.Codes.Select(c => c == code ? 1.0 : 0)];
            double mean = indicator.Average();
            foreach (double[] group in indicator.Zip(classes.Codes).GroupBy(p => p.Second).Select(g => g.Select(p => p.First).ToArray()))
            {
                between += group.Length * Math.Pow(group.Average() - mean, 2);
                within += group.Sum(v => Math.Pow(v - group.Average(), 2));
            }
        }

        Assert.Equal(between / 1 / (within / 12), Score("AnovaF", column, classes), 10);
    }

    [Fact]
    public void Two_numbers_correlate_as_the_definition_says()
    {
        FeatureColumn x = Iris.Column(0),
            y = Iris.Column(2);
        double r = PearsonByDefinition(x.Values, y.Values);

        // Published: the correlation of sepal length and petal length is 0.8718.
        Assert.Equal(0.8718, r, 4);
        Assert.Equal(r, Score("Correlation", x, y), 10);
        Assert.Equal(r * r / (1 - r * r) * 148, Score("AnovaF", x, y), 6);
    }

    [Fact]
    public void A_number_and_two_classes_correlate_as_the_point_biserial_coefficient()
    {
        int[] setosa = [.. Iris.Species.Codes.Select(c => c == 0 ? 1 : 0)];

        double score = Score("Correlation", Iris.Column(1), FeatureColumn.OfCategories("setosa", setosa, 2));

        Assert.Equal(Math.Abs(PearsonByDefinition(Iris.Column(1).Values, [.. setosa.Select(c => (double)c)])), score, 10);
    }

    [Fact]
    public void A_category_and_a_numeric_target_are_scored_with_their_parts_exchanged()
    {
        Assert.Equal(Score("Correlation", Iris.Column(2), Iris.Species), Score("Correlation", Iris.Species, Iris.Column(2)), 10);
        Assert.Equal(1180.1612, Score("AnovaF", Iris.Species, Iris.Column(2)), 4);
        Assert.Equal(
            Score("MutualInformation", Iris.Column(2), Iris.Species),
            Score("MutualInformation", Iris.Species, Iris.Column(2)),
            10
        );
    }

    [Theory]
    [InlineData("InformationGain")]
    [InlineData("GainRatio")]
    [InlineData("MutualInformation")]
    [InlineData("ChiSquare")]
    [InlineData("AnovaF")]
    [InlineData("Correlation")]
    public void A_feature_that_does_not_vary_scores_nothing(string method)
    {
        Assert.Equal(0, Score(method, FeatureColumn.OfNumbers("constant", [.. Enumerable.Repeat(3.0, 150)]), Iris.Species), 9);
        Assert.Equal(0, Score(method, FeatureColumn.OfCategories("constant", new int[150], 2), Iris.Species), 9);
    }

    private static double Score(string method, FeatureColumn feature, FeatureColumn target) =>
        ((DatasetScorer)ScorerCatalog.Get(method)).Score(feature, target, new ScoringContext(1, CancellationToken.None));

    private static FeatureColumn Categories(string[] values)
    {
        List<string> names = [.. values.Distinct()];
        return FeatureColumn.OfCategories("", [.. values.Select(v => names.IndexOf(v))], names.Count);
    }

    private static double EntropyByDefinition(int[] codes) =>
        -codes.GroupBy(c => c).Select(g => g.Count() / (double)codes.Length).Sum(p => p * Math.Log2(p));

    private static double PearsonByDefinition(double[] x, double[] y)
    {
        double mx = x.Average(),
            my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }
}
