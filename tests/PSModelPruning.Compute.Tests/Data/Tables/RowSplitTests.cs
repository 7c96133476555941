using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class RowSplitTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    /// <summary>The values of the first input of a partition, unscaled.</summary>
    private static float[] First(Partition rows) => [.. Enumerable.Range(0, rows.RowCount).Select(row => rows.Row(row)[0])];

    [Theory]
    [InlineData("p{0}")]
    [InlineData("{0}")]
    public void Rows_of_a_group_are_in_one_partition(string name)
    {
        // The first input tells the group.
        string path = _folder.File("groups.csv", "g,patient,y\n" + Rows(600, i => $"{i % 40},{string.Format(null, name, i % 40)},{i % 2}"));
        var options = new ImportOptions
        {
            Target = "y",
            Scale = "None",
            GroupColumn = "patient",
            Seed = 5,
        };

        Dataset data = ReadTable.Of(path, options).Data;

        float[][] groups = [First(data.Training), First(data.Validation), First(data.Test)];
        Assert.Empty(groups[0].Intersect(groups[1]));
        Assert.Empty(groups[0].Intersect(groups[2]));
        Assert.Empty(groups[1].Intersect(groups[2]));
        Assert.Equal((420, 60, 120), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.Equal(ColumnRole.Excluded, data.Columns[1].Role);
        Assert.Equal(data.Hash, ReadTable.Of(path, options).Data.Hash);
        Assert.NotEqual(data.Hash, ReadTable.Of(path, options with { Seed = 6 }).Data.Hash);
    }

    [Fact]
    public void The_latest_rows_are_tested_and_those_before_them_validated()
    {
        int[] order = [.. Enumerable.Range(0, 300)];
        new Random(1).Shuffle(order);
        string path = _folder.File(
            "times.csv",
            "n,day,y\n" + Rows(300, i => $"{order[i]},{new DateTime(2024, 1, 1).AddDays(order[i] / 3):yyyy-MM-dd},{i % 2}")
        );
        var options = new ImportOptions
        {
            Target = "y",
            Scale = "None",
            TimeColumn = "day",
        };

        Dataset data = ReadTable.Of(path, options).Data;

        Assert.Equal((210, 30, 60), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.True(First(data.Training).Max() < First(data.Validation).Min());
        Assert.True(First(data.Validation).Max() < First(data.Test).Min());
        Assert.Equal(ColumnRole.Feature, data.Columns[1].Role);
        Assert.Equal(data.TestRows, ReadTable.Of(path, options with { ExcludedFeatures = ["day"] }).Data.TestRows);
    }

    [Fact]
    public void Splits_that_cannot_be_made_are_refused()
    {
        string path = _folder.File("bad.csv", "n,g,y\n" + Rows(60, i => $"{i},same,{i % 2}"));

        Assert.Equal("TooFewGroups", DataFolder.Error(path, new ImportOptions { Target = "y", GroupColumn = "g" }));
        Assert.Equal("TimeColumnInvalid", DataFolder.Error(path, new ImportOptions { Target = "y", TimeColumn = "g" }));
        Assert.Equal(
            "SplitConflict",
            DataFolder.Error(
                path,
                new ImportOptions
                {
                    Target = "y",
                    TimeColumn = "n",
                    GroupColumn = "g",
                }
            )
        );
        Assert.Equal("ColumnNotFound", DataFolder.Error(path, new ImportOptions { Target = "y", GroupColumn = "nothing" }));
    }

    [Fact]
    public void Several_files_become_one_data_set_whose_rows_know_their_source()
    {
        string first = _folder.File("a.csv", "x,y\n" + Rows(40, i => $"{i},{i % 2}"));
        string second = _folder.File("b.csv", "y,more,x\n" + Rows(30, i => $"{i % 2},z,{100 + i}"));
        string other = _folder.File("c.csv", "x,z\n" + Rows(30, i => $"{i},{i % 2}"));

        ReadTable table = ReadTable.Of(first, ReadTable.Plain("y"), second);

        Assert.Equal(70, table.Data.Rows);
        Assert.Equal(105f, table.Data.Training.Row(45)[0]);
        Assert.Equal(("a.csv", 40), table.Data.Origins![39]);
        Assert.Equal(("b.csv", 6), table.Data.Origins![45]);
        Assert.Contains("more", Assert.Single(table.Warnings), StringComparison.Ordinal);
        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(first, ReadTable.Plain("y"), other));
        Assert.Equal("ColumnsMissing", error.ErrorId);
        Assert.Contains("c.csv", error.Message, StringComparison.Ordinal);
    }
}
