using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>What holds for every format of the catalog, so that a new one needs no list elsewhere.</summary>
public sealed class DataFormatTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Names => [.. DataFormatCatalog.Entries.Select(entry => entry.Name)];

    [Fact]
    public void Every_format_in_the_folder_of_formats_is_in_the_catalog()
    {
        Type[] formats =
        [
            .. typeof(IDataFormat).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IDataFormat))),
        ];

        Assert.Equal(
            formats.Select(type => type.Name).Order(StringComparer.Ordinal),
            DataFormatCatalog.All.Select(format => format.GetType().Name).Order(StringComparer.Ordinal)
        );
        Assert.Equal(DataFormatCatalog.All.Count, DataFormatCatalog.Entries.DistinctBy(entry => entry.Name.ToUpperInvariant()).Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_format_is_found_by_its_name_and_named_in_errors(string name)
    {
        Assert.Equal(name, DataFormatCatalog.Get(name.ToUpperInvariant()).Name);
        string message = Assert.Throws<ComputeException>(() => FormatDetector.Detect(_folder.Folder)).Message;
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_format_refuses_the_options_that_it_does_not_understand(string name)
    {
        IDataFormat format = DataFormatCatalog.Get(name);
        string path = _folder.File("some.bin", "a,b\n1,2\n");
        var given = new Dictionary<string, ImportOptions>
        {
            ["NoHeader"] = new() { Table = new() { HasHeader = false } },
            ["Header"] = new() { Table = new() { Header = ["a"] } },
            ["Delimiter"] = new() { Table = new() { Delimiter = ';' } },
            ["Encoding"] = new() { Table = new() { Encoding = System.Text.Encoding.Latin1 } },
            ["Culture"] = new() { Table = new() { Culture = "de-DE" } },
            ["MissingMarker"] = new() { Table = new() { MissingMarkers = ["-"] } },
            ["Skip"] = new() { Table = new() { SkippedLines = 2 } },
            ["Comment"] = new() { Table = new() { Comment = '#' } },
            ["DateFormat"] = new() { Table = new() { DateFormats = ["d/M/yyyy"] } },
            ["GroupColumn"] = new() { GroupColumn = "a" },
            ["TimeColumn"] = new() { TimeColumn = "a" },
            ["OnError"] = new() { OnError = "Missing" },
            ["MinClassRows"] = new() { MinClassRows = 3 },
            ["OtherClass"] = new() { OtherClass = "other" },
            ["Feature"] = new() { Features = ["a"] },
            ["ExcludeFeature"] = new() { ExcludedFeatures = ["a"] },
            ["ColumnType"] = new() { Kinds = new Dictionary<string, ColumnKind> { ["a"] = ColumnKind.Number } },
            ["Missing"] = new() { Missing = "Zero" },
            ["Encode"] = new() { Encode = "Ordinal" },
            ["MaxCategories"] = new() { MaxCategories = 3 },
            ["HashBuckets"] = new() { HashBuckets = 8 },
            ["Outlier"] = new() { Outlier = "Clip" },
        };

        Assert.Equal(
            given.Keys.Order(StringComparer.Ordinal),
            DataOptions.OfText.Concat(DataOptions.OfColumns).Select(option => option.Name).Order(StringComparer.Ordinal)
        );
        foreach ((string option, ImportOptions options) in given)
        {
            if (format.Options.Any(understood => understood.Name == option))
                continue;
            ComputeException error = Assert.Throws<ComputeException>(() => DataFolder.Import(path, options with { Format = name }));
            Assert.Equal("ParameterNotForFormat", error.ErrorId);
            Assert.Contains(option, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_empty_file_is_an_error_of_the_format_and_not_no_rows(string name)
    {
        string path = _folder.File("empty", "");

        string? target = DataFormatCatalog.Get(name).IsTable ? "y" : null;
        Assert.Equal("DataFileEmpty", DataFolder.Error(path, new ImportOptions { Format = name, Target = target }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_format_that_is_named_does_not_make_a_folder_hold_data(string name)
    {
        _folder.File("readme.html", "<p>");
        _folder.File("notes.md", "#");

        Assert.Equal("NoDataFiles", DataFolder.Error(_folder.Folder, new ImportOptions { Format = name, Target = "y" }));
    }
}
