namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class UnusableContentTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Fact]
    public void All_columns_without_values_are_named_at_once_and_can_be_left_out()
    {
        string path = _folder.File("empty.csv", "a,b,c,d,e,f,x,y\n" + Rows(60, i => $",NA,,?,-,,{i},{i % 2}"));

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("y")));
        Assert.Equal("ColumnAllMissing", error.ErrorId);
        foreach (string name in new[] { "a", "b", "c", "d", "f", "ExcludeEmpty" })
            Assert.Contains(name, error.Message, StringComparison.Ordinal);

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { Missing = "ExcludeEmpty", ExcludedFeatures = ["e"] });
        Assert.Equal("x", Assert.Single(table.Data.Preprocessing.Features).Name);
        Assert.Contains("no value", table.Column("a").Preparation, StringComparison.Ordinal);
        Assert.Equal(7f, table.Prepared(path)[7][0]);
    }

    [Fact]
    public void Rare_classes_are_refused_with_ways_on_left_out_or_joined()
    {
        string path = _folder.File("rare.csv", "x,kind\n" + Rows(60, i => $"{i},{(i == 5 ? "c" : i == 9 ? "d" : "ab"[i % 2])}"));

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("kind")));
        Assert.Equal("ClassTooSmall", error.ErrorId);
        Assert.Contains("MinClassRows = 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("OtherClass = other", error.Message, StringComparison.Ordinal);

        ReadTable left = ReadTable.Of(path, ReadTable.Plain("kind") with { MinClassRows = 2 });
        Assert.Equal((58, 2), (left.Data.Rows, left.Data.Classes.Count));
        Assert.Contains("c, d", Assert.Single(left.Warnings), StringComparison.Ordinal);
        ReadTable joined = ReadTable.Of(path, ReadTable.Plain("kind") with { MinClassRows = 2, OtherClass = "other" });
        Assert.Equal(["a", "b", "other"], joined.Data.Classes);
        Assert.Equal((60, 2), (joined.Data.Rows, Enumerable.Range(0, 60).Count(row => joined.Data.Training.Label(row) == 2)));
    }

    [Fact]
    public void Ratings_are_told_that_they_may_be_quantities()
    {
        string path = _folder.File("ratings.csv", "x,rating\n" + Rows(200, i => $"{i},{(i == 5 ? 10 : 1 + i % 8)}"));

        string message = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("rating"))).Message;

        Assert.Contains("Task = Regression", message, StringComparison.Ordinal);
        Assert.Equal(200, ReadTable.Of(path, ReadTable.Plain("rating") with { Task = LearningTask.Regression }).Data.Rows);
    }

    public static TheoryData<string, byte[], string> Unread =>
        new()
        {
            { "book.xlsx", [.. "PK\u0003\u0004"u8, .. new byte[22], .. "[Content_Types].xml"u8, .. new byte[40]], "Excel workbook" },
            { "renamed.csv", [.. "PK\u0003\u0004"u8, .. new byte[22], .. "[Content_Types].xml"u8, .. new byte[40]], "Excel workbook" },
            { "old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0], "Excel 97" },
            { "data.parquet", [.. "PAR1"u8, 1, 2, 3, .. "PAR1"u8], "Parquet" },
            { "data.json", [.. "[\n  { \"x\": 1, \"y\": 2 }\n]"u8], "JSON" },
            { "pretty.json", [.. "{\n  \"rows\": [ 1, 2 ]\n}"u8], "JSON" },
            { "page.csv", [.. "<!DOCTYPE html><html>not found</html>"u8], "web page" },
            { "data.npy", [0x93, .. "NUMPY"u8, 1, 0], "NumPy" },
        };

    [Theory]
    [MemberData(nameof(Unread))]
    public void Files_of_formats_that_are_not_read_are_told_what_they_are(string name, byte[] content, string what)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(_folder.File(name, content), ReadTable.Plain("y")));

        Assert.Equal("FormatNotRead", error.ErrorId);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }
}
