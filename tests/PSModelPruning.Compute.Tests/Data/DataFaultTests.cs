using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>Faults that were passed over in silence, and texts that were read in another grammar or culture than the rest.</summary>
public sealed class DataFaultTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void True_values_are_read_in_the_grammar_of_an_import()
    {
        string path = _folder.File("rows.csv", "x0;target\n1;(5)\n2;5\n3; 1,234 \n4;1,2\n5;$5\n6;5-\n7;Infinity\n8;-2.5e1\n");
        Dataset data = DatasetFactory.Create([0, 1, 2, 3, 4, 5], [1, 1, 1, 2, 2, 2], [1], []);
        using Model model = ModelKindCatalog.Get(ModelKindCatalog.Tree).Train(data, new TrainingRequest(), SilentMonitor.Instance);

        object?[] actual =
        [
            .. new RowSources(model, 0, false, default)
                .OfFiles([TabularRowReader.Open(path)], new RowPreparer(model.Preprocessing))
                .Select(prediction => prediction.Actual),
        ];

        Assert.Equal([null, 5.0, 1234.0, null, null, null, null, -25.0], actual);
    }

    [Fact]
    public void The_place_of_a_column_is_read_alike_in_every_culture()
    {
        string path = _folder.File("places.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 2}\n")));
        CultureInfo before = CultureInfo.CurrentCulture;
        var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        other.NumberFormat.NegativeSign = "~";
        CultureInfo.CurrentCulture = other;
        try
        {
            Assert.Equal("y", DataFolder.Import(path, new ImportOptions { Target = "-1" }).Target);
            Assert.Equal("TargetNotFound", DataFolder.Error(path, new ImportOptions { Target = "~1" }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Unix_times_are_numbers_of_the_culture()
    {
        var german = new DateText(CultureInfo.GetCultureInfo("de-DE"), null);

        Assert.True(german.TryParse("1700000000,5", out double seconds));
        Assert.Equal(1700000000.5, seconds);
    }

    [Fact]
    public void A_file_of_a_folder_that_cannot_be_read_is_an_error_and_not_no_rows()
    {
        byte[] images = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 2, 0, 0, 0, 2, .. new byte[80]];
        byte[] labels = [0, 0, 8, 1, 0, 0, 0, 20, .. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))];
        _folder.File("a-images", images);
        _folder.File("a-labels", labels);
        string locked = _folder.File("b-images", images);
        _folder.File("b-labels", labels);
        using var hold = new FileStream(locked, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        ComputeException error = Assert.Throws<ComputeException>(() => DataFolder.Import(_folder.Folder, new ImportOptions()));

        Assert.Equal("DataFileUnreadable", error.ErrorId);
        Assert.Contains("b-images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fails_while_a_file_is_read_is_an_error_that_names_the_file()
    {
        using var stream = new ReportingStream(new FailingStream(), "rows.csv");

        ComputeException error = Assert.Throws<ComputeException>(() => TableStream.Open(stream, new TableOptions(), "rows.csv"));

        Assert.Equal("DataFileUnreadable", error.ErrorId);
        Assert.Contains("rows.csv", error.Message, StringComparison.Ordinal);
    }

    private sealed class FailingStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new IOException("The disk is gone.");
    }
}
