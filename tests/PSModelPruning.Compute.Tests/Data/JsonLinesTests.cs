using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class JsonLinesTests : IDisposable
{
    private static readonly ImportOptions Options = new() { Target = "y", ValidationFraction = 0 };
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_are_those_of_objects_from_the_pipeline()
    {
        var objects = new ObjectTable(["x", "word", "flag", "y"], CultureInfo.InvariantCulture);
        var text = new StringBuilder();
        string[] words = ["a, \"b\"", "two\nlines", "zwölf"];
        for (int i = 0; i < 60; i++)
        {
            object? x = i % 7 == 0 ? null : i * 0.25;
            objects.Add([x, words[i % 3], i % 4 == 0, i % 2 == 0 ? "p" : "q"]);
            // Numbers in other notations, properties in another order, with more and fewer than the first has.
            string number = i % 7 == 0 ? "" : $"\"x\": {(i * 0.25).ToString("E6", CultureInfo.InvariantCulture)}, ";
            string first = i == 0 ? "\"x\": null, " : number;
            text.Append('{')
                .Append(
                    i == 0 ? first
                    : i % 3 == 0 ? "\"more\": [1, {\"deep\": 2}], "
                    : ""
                )
                .Append(
                    i == 0 ? ""
                    : i % 2 == 0 ? first
                    : ""
                )
                .Append($"\"word\": {System.Text.Json.JsonSerializer.Serialize(words[i % 3])}, ")
                .Append(i != 0 && i % 2 == 1 ? first : "")
                .Append($"\"FLAG\": {(i % 4 == 0 ? "true" : "false")}, \"y\": \"{(i % 2 == 0 ? "p" : "q")}\"")
                .Append('}')
                .Append(i % 5 == 0 ? "\r\n\n" : "\n");
        }
        string path = _folder.File("rows.jsonl", text.ToString());

        Dataset expected = DatasetImporter.Import(objects, [], Options, SilentMonitor.Instance);
        Dataset data = DataFolder.Import(path, Options);

        Assert.Equal(["x", "word", "FLAG", "y"], data.Columns.Select(column => column.Name));
        Assert.Equal(expected.Hash, data.Hash);
        Assert.Equal(data.Hash, DataFolder.Import(_folder.File("rows", DataFolder.Gzip(File.ReadAllBytes(path))), Options).Hash);
    }

    [Fact]
    public void Content_is_recognized_without_the_extension_and_tables_stay_tables()
    {
        Assert.Equal("JsonLines", FormatDetector.Detect(_folder.File("a.txt", "\n{\"a\": 1}\n{\"a\": 2}")).Format.Name);
        Assert.Equal("Csv", FormatDetector.Detect(_folder.File("b.txt", "{a},b\n1,2\n")).Format.Name);
        Assert.Equal("Csv", FormatDetector.Detect(_folder.File("c.txt", "{\"a\": 1},b\n1,2\n")).Format.Name);
    }

    [Fact]
    public void Numbers_are_read_in_any_culture_and_texts_in_the_one_that_is_told()
    {
        string path = _folder.File(
            "numbers.jsonl",
            string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"a\": {i}.5, \"b\": \"{i},5\", \"y\": {i % 2}}}\n"))
        );

        Dataset data = DataFolder.Import(
            path,
            Options with
            {
                Scale = "None",
                Table = new TableOptions { Culture = "de-DE" },
            }
        );

        Assert.Equal([ColumnKind.Number, ColumnKind.Number], data.Columns.Take(2).Select(column => column.Kind));
        Assert.Equal(data.Training.Row(5)[0], data.Training.Row(5)[1]);
        Assert.Equal(0.5f, data.Training.Row(5)[0] % 1);
    }

    [Theory]
    [InlineData("{\"x\": 1, \"y\": \"p\"}\n[1, 2]\n", "Line 2 ")]
    [InlineData("{\"x\": 1, \"y\": \"p\"}\n\n{\"x\": 1, \"y\": \"p\"} {}\n", "Line 3 ")]
    [InlineData("{\"x\": 1, \"y\": \"p\"}\n{\"x\": \n", "Line 2 ")]
    [InlineData("{}\n", "Line 1 ")]
    public void A_line_that_is_no_object_is_named(string text, string line)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => DataFolder.Import(_folder.File("bad.jsonl", text), Options));

        Assert.Equal("DataFileMalformed", error.ErrorId);
        Assert.StartsWith(line, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_against_the_declared_kind_is_told_with_its_line()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => $"{{\"x\": {i}, \"y\": \"{i % 2}\"}}\n"));
        string path = _folder.File("kinds.jsonl", rows + "\n{\"x\": \"many\", \"y\": \"1\"}\n");

        ComputeException error = Assert.Throws<ComputeException>(() =>
            DataFolder.Import(path, Options with { Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Number } })
        );

        Assert.Equal("ColumnTypeMismatch", error.ErrorId);
        Assert.Contains("line 42 ", error.Message, StringComparison.Ordinal);
    }
}
