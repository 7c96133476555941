using System.Text;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class TableErrorTests : IDisposable
{
    private const string Good = "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n7,a\n8,b\n9,a\n10,b\n";
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "DataFileEmpty")]
    [InlineData("x,y\n", "DataFileHeaderOnly")]
    [InlineData("x,y\n1,a\n", "TooFewRows")]
    [InlineData("x,y\n1,a\n2,b\n3\n4,a\n5,b\n6,a\n7,b\n8,a\n9,b\n", "RaggedRow")]
    [InlineData("x,y\n1,a\n2,b\n3,c,9\n4,a\n5,b\n6,a\n7,b\n8,a\n9,b\n", "RaggedRow")]
    [InlineData("x,y\n1,a\n2,a\n3,a\n", "TargetConstant")]
    [InlineData("x,y\n1,a\n2,b\n3,\n4,a\n5,b\n", "TargetMissing")]
    [InlineData("x,y\n1,a\n2,b\n3,a\n4,b\n5,c\n", "ClassTooSmall")]
    [InlineData("x,y\n,a\nNA,b\n?,a\nnull,b\n", "ColumnAllMissing")]
    [InlineData("y\na\nb\na\nb\n", "NoFeatures")]
    public void Content_that_cannot_be_used(string content, string id) =>
        Assert.Equal(
            id,
            DataFolder.Error(
                _folder.File("bad.csv", content),
                new ImportOptions
                {
                    Target = "y",
                    Table = new TableOptions { HasHeader = true },
                }
            )
        );

    [Fact]
    public void A_ragged_row_is_named_by_its_line()
    {
        string path = _folder.File(
            "ragged.csv",
            "x,y\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},{i % 2}{(i == 2500 ? ",1" : "")}\n"))
        );

        ComputeException error = Assert.Throws<ComputeException>(() => DataFolder.Import(path, new ImportOptions { Target = "y" }));

        Assert.Contains("Line 2502 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("3 fields where 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_there_or_not_tables()
    {
        var options = new ImportOptions { Target = "y" };
        var random = new byte[5000];
        new Random(1).NextBytes(random);
        byte[] gzip = DataFolder.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Good, 2000))));

        Assert.Equal("DataFileNotFound", DataFolder.Error(Path.Combine(_folder.Folder, "absent.csv"), options));
        Assert.Equal("DataFileBinary", DataFolder.Error(_folder.File("noise.csv", [200, .. random]), options));
        Assert.Equal("DataFileTruncated", DataFolder.Error(_folder.File("cut.csv.gz", gzip[..(gzip.Length / 2)]), options));
        Assert.Equal("DataFileTruncated", DataFolder.Error(_folder.File("cuttail.csv.gz", gzip[..^4]), options));
        Assert.Equal("NoDataFiles", DataFolder.Error(Directory.CreateDirectory(Path.Combine(_folder.Folder, "empty")).FullName, options));
    }

    [Fact]
    public void Columns_that_are_not_there_are_answered_with_the_nearest_names()
    {
        ComputeException error = Assert.Throws<ComputeException>(() =>
            DataFolder.Import(TestRuntime.ExampleData("iris.csv"), new ImportOptions { Target = "specis" })
        );

        Assert.Equal("TargetNotFound", error.ErrorId);
        Assert.Contains("Did you mean 'species'?", error.Message, StringComparison.Ordinal);
        string good = _folder.File("good.csv", Good);
        Assert.Equal("TargetRequired", DataFolder.Error(good, new ImportOptions()));
        Assert.Equal("ColumnNotFound", DataFolder.Error(good, new ImportOptions { Target = "y", ExcludedFeatures = ["z*"] }));
        Assert.Equal("ColumnNotFound", DataFolder.Error(good, new ImportOptions { Target = "y", Features = ["q"] }));
        Assert.Equal(
            "HeaderCountMismatch",
            DataFolder.Error(
                good,
                new ImportOptions
                {
                    Target = "y",
                    Table = new TableOptions { Header = ["a", "b", "c"] },
                }
            )
        );
    }

    [Fact]
    public void Text_where_a_number_was_declared_is_named_by_line_and_value()
    {
        string path = _folder.File("declared.csv", Good + "many,a\n");

        ComputeException error = Assert.Throws<ComputeException>(() =>
            DataFolder.Import(
                path,
                new ImportOptions
                {
                    Target = "y",
                    Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Number },
                }
            )
        );

        Assert.Equal("ColumnTypeMismatch", error.ErrorId);
        Assert.Contains("line 12", error.Message, StringComparison.Ordinal);
        Assert.Contains("'many'", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            11,
            DataFolder
                .Import(
                    path,
                    new ImportOptions
                    {
                        Target = "y",
                        Kinds = new Dictionary<string, ColumnKind> { ["x"] = ColumnKind.Number },
                        Table = new TableOptions { MissingMarkers = ["", "many"] },
                    }
                )
                .Rows
        );
    }

    [Fact]
    public void A_column_declared_boolean_has_two_values()
    {
        string path = _folder.File("three.csv", "c,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{"pqr"[i % 3]},{i % 2}\n")));

        Assert.Equal(
            "ColumnTypeMismatch",
            DataFolder.Error(
                path,
                new ImportOptions
                {
                    Target = "y",
                    Kinds = new Dictionary<string, ColumnKind> { ["c"] = ColumnKind.Boolean },
                }
            )
        );
    }

    [Fact]
    public void Cancelling_stops_the_reading()
    {
        string path = _folder.File("long.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i},{i % 2}\n")));
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            DatasetImporter.Import([path], [], new ImportOptions { Target = "y" }, new SilentMonitor(stop.Token))
        );
    }

    [Theory]
    [InlineData(1.5, 0.1, 1, "FractionOutOfRange")]
    [InlineData(-0.1, 0.1, 1, "FractionOutOfRange")]
    [InlineData(double.NaN, 0.1, 1, "FractionOutOfRange")]
    [InlineData(0.6, 0.5, 1, "FractionOutOfRange")]
    [InlineData(0.2, 0.1, 0, "FractionOutOfRange")]
    [InlineData(0.2, 0.01, 1, "PartitionEmpty")]
    public void Fractions_that_cannot_be(double test, double validation, double sample, string id) =>
        Assert.Equal(
            id,
            DataFolder.Error(
                _folder.File("good.csv", Good),
                new ImportOptions
                {
                    Target = "y",
                    TestFraction = test,
                    ValidationFraction = validation,
                    SampleFraction = sample,
                }
            )
        );

    [Fact]
    public void Test_files_must_fit()
    {
        string good = _folder.File("good.csv", Good);
        var options = new ImportOptions { Target = "y" };

        Assert.Equal("TestFractionConflict", DataFolder.Error(good, options with { TestFraction = 0.2 }, good));
        Assert.Equal("TestClassUnknown", DataFolder.Error(good, options, _folder.File("other.csv", "x,y\n1,a\n2,zebra\n")));
        Assert.Equal("ColumnsMissing", DataFolder.Error(good, options, _folder.File("narrow.csv", "z,y\n1,a\n2,b\n")));
    }

    [Fact]
    public void Regression_needs_numbers_and_balancing_needs_classes()
    {
        string good = _folder.File("good.csv", Good);

        Assert.Equal("TargetNotNumeric", DataFolder.Error(good, new ImportOptions { Target = "y", Task = LearningTask.Regression }));
        Assert.Equal(
            "BalanceNeedsClasses",
            DataFolder.Error(
                good,
                new ImportOptions
                {
                    Target = "x",
                    Task = LearningTask.Regression,
                    Balance = "Oversample",
                }
            )
        );
    }

    [Fact]
    public void Prediction_rows_with_missing_columns_or_text_for_numbers_are_refused()
    {
        Dataset data = DataFolder.Import(TestRuntime.ExampleData("iris.csv"), new ImportOptions { Target = "species" });
        var preparer = new RowPreparer(data.Preprocessing);

        ComputeException error = Assert.Throws<ComputeException>(() => preparer.Bind(["petal_width", "sepal_length", "colour"]));
        Assert.Equal("PredictionColumnMissing", error.ErrorId);
        Assert.Contains("sepal_width, petal_length", error.Message, StringComparison.Ordinal);

        preparer.Bind(["extra", "PETAL_WIDTH", "petal_length", "sepal_width", "sepal_length"]);
        var inputs = new float[4];
        preparer.Prepare(new object?[] { "x", 0.2, 1.4f, "3.5", 5.1m }, inputs);
        Assert.Equal((float)((NumberText.Kept(0.2) - data.Columns[3].Offset) / data.Columns[3].Divisor), inputs[3]);
        Assert.Equal(
            "PredictionValueInvalid",
            Assert.Throws<ComputeException>(() => preparer.Prepare(new string?[] { "x", "wide", "1", "1", "1" }, new float[4])).ErrorId
        );
    }

    [Fact]
    public void An_unseen_category_sets_no_input_and_is_counted()
    {
        string path = _folder.File("cats.csv", "c,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{"pq"[i % 2]},{i % 2}\n")));
        var preparer = new RowPreparer(DataFolder.Import(path, new ImportOptions { Target = "y" }).Preprocessing);
        preparer.Bind(["c"]);
        var inputs = new float[2];

        preparer.Prepare(new string?[] { "zebra" }, inputs);

        Assert.Equal([0f, 0f], inputs);
        Assert.Equal(new PreparationCount("c", 0, 1, "zebra"), preparer.Counts.Single());
    }
}
