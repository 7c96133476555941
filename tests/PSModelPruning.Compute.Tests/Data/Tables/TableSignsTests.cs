using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class TableSignsTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Table =>
        _folder.File("table.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{i % 7},{i % 2}\n")));

    [Theory]
    [InlineData(null, ',', "CommentInvalid")]
    [InlineData(null, ';', "CommentInvalid")]
    [InlineData('#', '#', "CommentInvalid")]
    [InlineData(null, '"', "CommentInvalid")]
    [InlineData(null, '1', "CommentInvalid")]
    [InlineData('"', null, "DelimiterInvalid")]
    [InlineData('\n', null, "DelimiterInvalid")]
    public void Signs_that_are_in_each_others_way_are_refused(char? delimiter, char? comment, string id)
    {
        var options = new TableOptions { Delimiter = delimiter, Comment = comment };

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(Table, ReadTable.Plain("y") with { Table = options }));

        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public void A_class_for_rare_ones_needs_a_number_of_rows() =>
        Assert.Equal("OtherClassAlone", Refused(ReadTable.Plain("y") with { OtherClass = "rest" }));

    [Fact]
    public void The_least_rows_of_a_class_are_for_classes() =>
        Assert.Equal("ClassOptionForNumbers", Refused(ReadTable.Plain("a") with { Task = LearningTask.Regression, MinClassRows = 3 }));

    [Fact]
    public void A_format_of_dates_that_fits_no_column_is_told()
    {
        ReadTable table = ReadTable.Of(Table, ReadTable.Plain("y") with { Table = new TableOptions { DateFormats = ["dd.MM.yyyy"] } });

        Assert.Contains("DateFormat = dd.MM.yyyy fits no column", Assert.Single(table.Warnings), StringComparison.Ordinal);
    }

    private string Refused(ImportOptions options) => Assert.Throws<ComputeException>(() => ReadTable.Of(Table, options)).ErrorId;
}
