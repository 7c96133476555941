using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class MissingMarkerTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private static ImportOptions Marking(params string[] markers) =>
        ReadTable.Plain("y") with
        {
            Table = new TableOptions { MissingMarkers = markers },
        };

    [Fact]
    public void A_marker_among_short_codes_is_told_and_can_be_switched_off()
    {
        string path = _folder.File(
            "countries.csv",
            "x,country,y\n" + Rows(90, i => $"{i},{(i % 3 == 0 ? "NA" : i % 3 == 1 ? "DE" : "FR")},{i % 2}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));
        Assert.Equal(["DE", "FR"], table.Column("country").Categories);
        string warning = Assert.Single(table.Warnings);
        Assert.Contains("'NA' 30 times", warning, StringComparison.Ordinal);
        Assert.Contains("MissingMarker", warning, StringComparison.Ordinal);

        table = ReadTable.Of(path, Marking(""));
        Assert.Equal(["DE", "FR", "NA"], table.Column("country").Categories);
        Assert.Empty(table.Warnings);
        Assert.Equal(table.Data.Training.Row(0).ToArray(), table.Prepared(path)[0]);
    }

    [Fact]
    public void Text_in_quotes_is_never_missing_by_itself()
    {
        string path = _folder.File(
            "quoted.csv",
            "x,country,y\n" + Rows(90, i => $"{i},{(i % 3 == 0 ? "\"NA\"" : i % 3 == 1 ? "DE" : "NA")},{i % 2}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(["DE", "NA"], table.Column("country").Categories);
        Assert.Equal(30, table.Column("country").MissingCount);
        float[][] prepared = table.Prepared(path);
        for (int row = 0; row < 90; row++)
            Assert.Equal(table.Data.Training.Row(row).ToArray(), prepared[row]);
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("#N/A")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("\"NA\"")]
    public void Usual_markers_are_missing_in_columns_that_are_otherwise_numbers(string marker)
    {
        string path = _folder.File("markers.csv", "x,y\n" + Rows(60, i => $"{(i % 4 == 1 ? marker : i)},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal((ColumnKind.Number, 15), (table.Column("x").Kind, table.Column("x").MissingCount));
        Assert.Empty(table.Warnings);
        Assert.Equal(table.Data.Training.Row(1).ToArray(), table.Prepared(path)[1]);
    }

    [Fact]
    public void The_markers_of_numbers_are_texts_in_columns_of_texts()
    {
        string path = _folder.File("texts.csv", "x,z,y\n" + Rows(60, i => $"{i},{(i % 2 == 0 ? "None" : "Some")},{i % 2}"));

        Assert.Equal(["None", "Some"], ReadTable.Of(path, ReadTable.Plain("y")).Column("z").Categories);
    }

    [Fact]
    public void Named_markers_replace_the_usual_ones()
    {
        string path = _folder.File("named.csv", "x,y\n" + Rows(60, i => $"{(i % 4 == 1 ? "-999" : i)},{i % 2}"));

        Assert.Equal(15, ReadTable.Of(path, Marking("-999")).Column("x").MissingCount);
        string usual = _folder.File("usual.csv", "x,z,y\n" + Rows(60, i => $"{i},{(i % 4 == 1 ? "?" : "a")},{i % 2}"));
        Assert.Equal(["?", "a"], ReadTable.Of(usual, Marking("-999")).Column("z").Categories);
    }
}
