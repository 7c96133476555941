namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class ArffTests : IDisposable
{
    private const string Head = """
        % a comment
        @RELATION weather

        @attribute 'the outlook' {sunny, overcast, 'very rainy'}
        @ATTRIBUTE temperature NUMERIC
        @attribute code {0,1,2}
        @attribute day date "yyyy-MM-dd"
        @attribute play {NA, no}

        @data

        """;

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Theory]
    [InlineData("weather.arff")]
    [InlineData("weather.txt")]
    public void Declared_kinds_missing_values_and_quotes_are_read(string name)
    {
        string[] outlooks = ["'very rainy'", "sunny", "?"];
        string path = _folder.File(
            name,
            Head + Rows(60, i => $"{outlooks[i % 3]}, {i}.5,{i % 3}, 2024-01-{1 + i % 28:00},{(i % 2 == 0 ? "NA" : "no")}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("play"));

        Assert.Equal(["the outlook", "temperature", "code", "day", "play"], table.Data.Columns.Select(column => column.Name));
        Assert.Equal(["sunny", "very rainy"], table.Column("the outlook").Categories);
        Assert.Equal(20, table.Column("the outlook").MissingCount);
        Assert.Equal(ColumnKind.Category, table.Column("code").Kind);
        Assert.Equal(ColumnKind.DateTime, table.Column("day").Kind);
        Assert.Equal(["NA", "no"], table.Data.Classes);
        Assert.Equal(7.5f, table.Inputs("temperature", 8)[7]);
        Assert.Equal(table.Data.Training.Row(7).ToArray(), table.Prepared(path)[7]);
    }

    [Fact]
    public void Sparse_rows_are_filled()
    {
        string path = _folder.File(
            "sparse.arff",
            "@relation r\n@attribute a numeric\n@attribute b {x,y}\n@attribute c {p,q}\n@data\n"
                + Rows(60, i => i % 2 == 0 ? $"{{0 {i}, 2 q}}" : "{1 y}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("c"));

        Assert.Equal([4f, 0f], table.Inputs("a", 6)[4..]);
        Assert.Equal(["x", "y"], table.Column("b").Categories);
        Assert.Equal(["p", "q"], table.Data.Classes);
    }

    [Fact]
    public void A_row_of_other_length_is_named_by_its_line()
    {
        string path = _folder.File(
            "short.arff",
            Head + Rows(60, i => i == 30 ? "sunny,1" : $"sunny,{i},1,2024-01-01,{(i % 2 == 0 ? "NA" : "no")}")
        );

        string message = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("play"))).Message;

        Assert.Contains("Line 41 ", message, StringComparison.Ordinal);
        Assert.Contains("2 values for 5 attributes", message, StringComparison.Ordinal);
    }
}
