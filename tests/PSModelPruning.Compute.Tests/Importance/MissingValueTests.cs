using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;

namespace PSModelPruning.Compute.Tests.Importance;

public sealed class MissingValueTests
{
    public static TheoryData<string> DatasetMethods =>
        [.. ScorerCatalog.Entries.Select(entry => entry.Name).Where(name => ScorerCatalog.Get(name) is DatasetScorer)];

    [Theory]
    [MemberData(nameof(DatasetMethods))]
    public void A_number_is_scored_by_the_rows_in_which_it_is_known(string method)
    {
        // x0 tells the class in all rows that know it; x1 is nearly always missing, x2 always, x3 is noise.
        var random = new Random(4);
        float[] inputs =
        [
            .. Enumerable
                .Range(0, 60)
                .SelectMany(row =>
                    new[]
                    {
                        row % 3 == 0 ? float.NaN : row % 2 * 5 + (float)random.NextDouble(),
                        row == 0 ? 1f : float.NaN,
                        float.NaN,
                        (float)random.NextDouble(),
                    }
                ),
        ];
        Dataset with = DatasetFactory.Create(inputs, [.. Enumerable.Range(0, 60).Select(row => (float)(row % 2))], [4], ["a", "b"]);
        float[][] known =
        [
            .. Enumerable.Range(0, 60).Where(row => row % 3 != 0).Select(row => new[] { inputs[row * 4], (float)(row % 2) }),
        ];
        Dataset without = DatasetFactory.Create([.. known.Select(row => row[0])], [.. known.Select(row => row[1])], [1], ["a", "b"]);
        var options = new ImportanceOptions { Method = method };

        IReadOnlyList<FeatureImportance> ranking = FeatureRanker.Rank(with, options, SilentMonitor.Instance);

        Assert.Equal("x0", ranking[0].Feature);
        Assert.Equal(FeatureRanker.Rank(without, options, SilentMonitor.Instance)[0].Importance, ranking[0].Importance, 1e-9);
        Assert.All(ranking.Where(feature => feature.Feature is "x1" or "x2"), feature => Assert.Equal(0, feature.Importance));
    }

    [Fact]
    public void A_missing_category_is_one_of_its_own()
    {
        Preprocessing schema = HandMade.Schema(HandMade.Category("colour", 0, "red", "blue"));
        float[] inputs =
        [
            .. Enumerable
                .Range(0, 40)
                .SelectMany(row =>
                    row % 2 == 0 ? new[] { float.NaN, float.NaN }
                    : row % 4 == 1 ? new[] { 1f, 0 }
                    : new[] { 0f, 1 }
                ),
        ];
        Dataset data = HandMade.Data(schema, ["a", "b"], inputs, [.. Enumerable.Range(0, 40).Select(row => (float)(row % 2))]);

        // To be missing tells the class fully: one bit.
        Assert.Equal(
            1,
            FeatureRanker.Rank(data, new ImportanceOptions { Method = "InformationGain" }, SilentMonitor.Instance)[0].Importance,
            1e-9
        );
    }
}
