namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class UnreadableValueTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Theory]
    [InlineData(500)]
    [InlineData(100_000)]
    public void A_text_in_a_column_of_numbers_is_an_error_or_missing_and_its_line_is_named(int at)
    {
        string path = _folder.File("late.csv", "x,y\n" + Rows(at + 500, i => $"{(i == at - 1 ? "abc" : i % 97)},{i % 2}"));

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("y")));
        Assert.Equal("ValueUnreadable", error.ErrorId);
        Assert.Contains($"Line {at + 1} ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'abc'", error.Message, StringComparison.Ordinal);

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { OnError = "Missing" });
        Assert.Equal((ColumnKind.Number, 1), (table.Column("x").Kind, table.Column("x").MissingCount));
        Assert.Contains($"Line {at + 1} ", Assert.Single(table.Warnings), StringComparison.Ordinal);
        Assert.Equal(table.Data.Training.Row(at - 1).ToArray(), table.Prepared(path)[at - 1]);
    }

    [Fact]
    public void Whole_numbers_that_float64_does_not_keep_are_taken_as_texts_and_told()
    {
        string path = _folder.File("ids.csv", "id,x,y\n" + Rows(60, i => $"{9007199254740993 + i},{i},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(ColumnKind.Category, table.Column("id").Kind);
        Assert.Contains("9007199254740993", Assert.Single(table.Warnings), StringComparison.Ordinal);
        Assert.Contains("2^53", table.Column("id").Preparation, StringComparison.Ordinal);
    }
}
