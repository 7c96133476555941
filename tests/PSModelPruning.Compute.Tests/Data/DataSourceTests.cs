using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>Folders and archives as sources of the formats.</summary>
public sealed class DataSourceTests : IDisposable
{
    private static readonly ImportOptions Options = new() { Target = "y", ValidationFraction = 0 };
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_zip_of_tables_is_read_as_the_files_in_it()
    {
        string[] files = [_folder.File("a.csv", Table(0, 30)), _folder.File("b.csv", Table(30, 30))];
        string zip = Zip("both.zip", ("data/a.csv", Table(0, 30)), ("data/b.csv", Table(30, 30)), ("readme.txt", "Two tables."));

        Dataset expected = DatasetImporter.Import(files, [], Options, SilentMonitor.Instance);
        Dataset data = DataFolder.Import(zip, Options);

        Assert.Equal(expected.Hash, data.Hash);
        Assert.Equal("both", data.Name);
        Assert.Equal(zip, data.Source);
    }

    [Fact]
    public void An_archive_of_one_file_needs_no_extension()
    {
        string zip = Zip("one.zip", ("adult.data", Table(0, 30)), ("__MACOSX/._adult.data", "x"));

        Assert.Equal(DataFolder.Import(_folder.File("a.csv", Table(0, 30)), Options).Hash, DataFolder.Import(zip, Options).Hash);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tar_of_tables_is_read_as_the_files_in_it(bool isGzip)
    {
        string tar = Tar("both.tar", isGzip, ("./a.csv", Table(0, 30)), ("b.csv.gz", null), ("b.csv", Table(30, 30)));
        string folder = Directory.CreateDirectory(Path.Combine(_folder.Folder, "plain")).FullName;
        File.WriteAllText(Path.Combine(folder, "a.csv"), Table(0, 30));
        File.WriteAllText(Path.Combine(folder, "b.csv"), Table(30, 30));

        Assert.Equal(DataFolder.Import(folder, Options).Hash, DataFolder.Import(tar, Options).Hash);
    }

    [Fact]
    public void Tables_that_are_named_test_make_up_the_test_partition()
    {
        string zip = Zip("both.zip", ("latest.csv", Table(0, 30)), ("adult-test.csv", Table(30, 12)));

        Dataset data = DataFolder.Import(zip, Options);

        Assert.Equal((30, 12), (data.TrainingRows, data.TestRows));
    }

    [Fact]
    public void Rows_of_an_archive_are_predicted_file_by_file()
    {
        string zip = Zip("both.zip", ("a.csv", Table(0, 3)), ("b.csv", Table(3, 2)));
        FormatDetector.Detected found = FormatDetector.Detect(zip);

        var read = new List<string>();
        foreach (RowReader file in found.Format.OpenRows(found.Source, new TableOptions()))
        {
            using RowReader rows = file;
            while (rows.Read())
                read.Add($"{rows.Source} {rows.Label("y")}");
        }

        Assert.Equal(["a.csv p", "a.csv q", "a.csv p", "b.csv q", "b.csv p"], read);
        Assert.Equal(["x", "y"], found.Format.ColumnNames(found.Source, new TableOptions()));
    }

    [Fact]
    public void A_folder_of_two_kinds_of_tables_is_mixed()
    {
        _folder.File("a.csv", Table(0, 30));
        _folder.File("b.jsonl", """{"x": 1, "y": "p"}""");

        ComputeException error = Assert.Throws<ComputeException>(() => DataFolder.Import(_folder.Folder, Options));

        Assert.Equal("FormatsMixed", error.ErrorId);
        Assert.Contains("a.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains("b.jsonl", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.csv")]
    [InlineData("data/../../evil.csv")]
    [InlineData("/evil.csv")]
    [InlineData("C:\\evil.csv")]
    public void A_name_that_points_out_of_the_archive_is_refused(string name)
    {
        Assert.Equal("ArchiveEntryInvalid", DataFolder.Error(Zip("evil.zip", (name, Table(0, 30))), Options));
        Assert.Equal("ArchiveEntryInvalid", DataFolder.Error(Tar("evil.tar", false, (name, Table(0, 30))), Options));
    }

    [Fact]
    public void An_archive_beyond_the_limits_is_refused()
    {
        string zip = Zip("many.zip", ("a.csv", Table(0, 30)), ("b.csv", Table(30, 30)));
        string tar = Tar("many.tar", true, ("a.csv", Table(0, 30)), ("b.csv", Table(30, 30)));
        long bytes = Table(0, 30).Length + Table(30, 30).Length;

        foreach (string path in new[] { zip, tar })
        {
            var file = new DiskItem(path);
            Assert.Equal(2, Archives.TryOpen(file, new SourceLimits(2, bytes))!.Items.Count);
            foreach (SourceLimits limits in new[] { new SourceLimits(1, bytes), new SourceLimits(2, bytes - 1) })
                Assert.Equal("ArchiveTooLarge", Assert.Throws<ComputeException>(() => Archives.TryOpen(file, limits)).ErrorId);
        }
    }

    [Fact]
    public void A_file_that_is_not_what_its_archive_says_is_refused()
    {
        string text = Table(0, 3000);
        string zip = Zip("liar.zip", ("a.csv", text));
        byte[] bytes = File.ReadAllBytes(zip);
        // The uncompressed size stands in the directory at the end, which is what limits are checked against.
        int directory = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directory + 24), text.IndexOf("50,", StringComparison.Ordinal));
        File.WriteAllBytes(zip, bytes);

        Assert.Equal("DataFileTruncated", DataFolder.Error(zip, Options));
    }

    [Fact]
    public void A_damaged_archive_is_an_error_that_names_it()
    {
        byte[] whole = File.ReadAllBytes(Zip("whole.zip", ("a.csv", Table(0, 300))));

        Assert.Equal("DataFileTruncated", DataFolder.Error(_folder.File("cut.zip", whole[..^30]), Options));
    }

    private static string Table(int first, int rows)
    {
        var text = new StringBuilder("x,y\n");
        for (int i = first; i < first + rows; i++)
            text.Append(i).Append(',').Append(i % 2 == 0 ? 'p' : 'q').Append('\n');
        return text.ToString();
    }

    private string Zip(string name, params (string Name, string Text)[] files)
    {
        string path = Path.Combine(_folder.Folder, name);
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach ((string entry, string text) in files)
        {
            using Stream stream = archive.CreateEntry(entry).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return path;
    }

    private string Tar(string name, bool isGzip, params (string Name, string? Text)[] files)
    {
        string path = Path.Combine(_folder.Folder, name);
        using Stream file = File.Create(path);
        using Stream target = isGzip ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new TarWriter(target);
        foreach ((string entry, string? text) in files)
        {
            // No text makes a folder, which is no file.
            writer.WriteEntry(
                text is null
                    ? new PaxTarEntry(TarEntryType.Directory, entry)
                    : new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) }
            );
        }
        return path;
    }
}
