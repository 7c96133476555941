using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class PreparationTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Kinds_and_encodings_are_inferred()
    {
        var text = new StringBuilder("number,flag,day,city,label\n");
        for (int i = 0; i < 60; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i * 1.5},{(i % 2 == 0 ? "True" : "False")},2024-01-{1 + i % 28:00},{"ABC"[i % 3]},{(i % 3 == 0 ? "spam" : "ham")}\n"
            );

        Dataset data = DataFolder.Import(_folder.File("kinds.csv", text.ToString()), new ImportOptions { Target = "label" });

        Assert.Equal(
            [ColumnKind.Number, ColumnKind.Boolean, ColumnKind.DateTime, ColumnKind.Category],
            data.Columns.Take(4).Select(c => c.Kind)
        );
        Assert.Equal([0, 1, 2, 3], data.Columns.Take(4).Select(c => c.FirstInput));
        Assert.Equal(["False", "True"], data.Columns[1].Categories);
        Assert.Equal("yyyy-MM-dd", data.Columns[2].DateFormat);
        Assert.Equal(3, data.Columns[3].InputCount);
        Assert.Equal(6, data.Inputs);
        Assert.Equal(LearningTask.Classification, data.Task);
        Assert.Equal(1, Enumerable.Range(3, 3).Sum(i => data.Training.Row(0)[i]));
    }

    [Theory]
    [InlineData("0", LearningTask.Classification)]
    [InlineData("0.5", LearningTask.Regression)]
    public void The_task_follows_from_the_target(string last, LearningTask expected)
    {
        string path = _folder.File(
            "task.csv",
            "x,y\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i % 3}\n")) + $"50,{last}\n"
        );

        Assert.Equal(expected, DataFolder.Import(path, new ImportOptions { Target = "y" }).Task);
        Assert.Equal(
            LearningTask.Regression,
            DataFolder.Import(path, new ImportOptions { Target = "y", Task = LearningTask.Regression }).Task
        );
    }

    [Theory]
    [InlineData("Mean", 3)]
    [InlineData("Median", 2)]
    [InlineData("Mode", 1)]
    [InlineData("Zero", 0)]
    public void Missing_numbers_are_filled(string strategy, double expected)
    {
        // 1 1 1 3 9 … : mode 1; mean and median by construction.
        double[] values = [1, 1, 2, 3, 8];
        string path = _folder.File(
            "gaps.csv",
            "x,y\n"
                + string.Concat(
                    Enumerable
                        .Range(0, 50)
                        .Select(i => $"{(i % 10 >= 5 ? "?" : values[i % 5].ToString(CultureInfo.InvariantCulture))},{i % 2}\n")
                )
        );

        Dataset data = DataFolder.Import(
            path,
            new ImportOptions
            {
                Target = "y",
                Missing = strategy,
                Scale = "None",
                TestFraction = 0,
                ValidationFraction = 0,
            }
        );

        Assert.Equal(25, data.Columns[0].MissingCount);
        Assert.Equal(expected, double.Parse(data.Columns[0].MissingReplacement!, CultureInfo.InvariantCulture), 12);
        Assert.Equal((float)expected, data.Training.Row(5)[0]);
    }

    [Fact]
    public void Rows_with_missing_values_are_dropped_or_refused()
    {
        string path = _folder.File(
            "holes.csv",
            "x,z,y\n"
                + string.Concat(
                    Enumerable.Range(0, 50).Select(i => $"{(i % 5 == 0 ? "" : i)},{(i % 7 == 0 ? "null" : "q" + i % 2)},{i % 2}\n")
                )
        );
        int complete = Enumerable.Range(0, 50).Count(i => i % 5 != 0 && i % 7 != 0);

        Assert.Equal(complete, DataFolder.Import(path, new ImportOptions { Target = "y", Missing = "Drop" }).Rows);
        Assert.Equal("MissingValues", DataFolder.Error(path, new ImportOptions { Target = "y", Missing = "Error" }));
    }

    [Fact]
    public void Outliers_are_clipped_to_the_whiskers_or_their_training_rows_dropped()
    {
        // 0 … 99 has quartiles 24.75 and 74.25: whiskers at -49.5 and 148.5.
        string path = _folder.File("far.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 2}\n")));
        string test = _folder.File("fartest.csv", "x,y\n1000,0\n-1000,1\n");
        var options = new ImportOptions
        {
            Target = "y",
            ValidationFraction = 0,
            Scale = "None",
            Outlier = "Clip",
        };

        Dataset clipped = DataFolder.Import(path, options, test);
        Assert.Equal(148.5, clipped.Test.Row(0)[0], 1e-4);
        Assert.Equal(-49.5, clipped.Test.Row(1)[0], 1e-4);

        string far = _folder.File("far2.csv", File.ReadAllText(path) + "5000,0\n");
        Dataset dropped = DataFolder.Import(far, options with { Outlier = "Drop", TestFraction = 0 });
        Assert.Equal(100, dropped.TrainingRows);
        Assert.DoesNotContain(5000f, dropped.Training.Inputs.ToArray());
    }

    [Theory]
    [InlineData("Standard", 4.5, 2.8722813)]
    [InlineData("MinMax", 0, 9)]
    [InlineData("Robust", 4.5, 5)]
    [InlineData("None", 0, 1)]
    public void Scales(string method, double offset, double divisor)
    {
        // Ten values 0 … 9, ten times each: quartiles 2 and 7.
        string path = _folder.File("ten.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i % 10},{i % 2}\n")));

        DatasetColumn column = DataFolder
            .Import(
                path,
                new ImportOptions
                {
                    Target = "y",
                    Scale = method,
                    TestFraction = 0,
                    ValidationFraction = 0,
                }
            )
            .Columns[0];

        Assert.Equal(offset, column.Offset, 1e-6);
        Assert.Equal(divisor, column.Divisor, 1e-6);
    }

    [Fact]
    public void Categories_are_one_hot_ordinal_or_hashed()
    {
        string path = _folder.File("many.csv", "c,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"k{i % 40:00},{i % 2}\n")));
        var options = new ImportOptions
        {
            Target = "y",
            Scale = "None",
            TestFraction = 0,
            ValidationFraction = 0,
        };

        Dataset oneHot = DataFolder.Import(path, options);
        Assert.Equal((ColumnEncoding.OneHot, 40), (oneHot.Columns[0].Encoding, oneHot.Inputs));
        Assert.Equal(1, oneHot.Training.Row(7)[7]);

        Dataset ordinal = DataFolder.Import(path, options with { Encode = "Ordinal" });
        Assert.Equal(7, ordinal.Training.Row(7)[0]);

        Dataset hashed = DataFolder.Import(path, options with { MaxCategories = 20, HashBuckets = 16 });
        Assert.Equal((ColumnEncoding.Hash, 16), (hashed.Columns[0].Encoding, hashed.Inputs));
        // SHA-256("k07") begins with these four bytes, read as a little-endian number.
        byte[] digest = System.Security.Cryptography.SHA256.HashData("k07"u8);
        Assert.Equal(1, hashed.Training.Row(7)[(int)(BitConverter.ToUInt32(digest) % 16)]);
    }

    [Fact]
    public void Raw_rows_are_prepared_as_the_imported_rows_were_bit_for_bit()
    {
        var text = new StringBuilder("a,b,when,city,flag,y\n");
        var random = new Random(9);
        for (int i = 0; i < 300; i++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{(i % 11 == 0 ? "NA" : (random.NextDouble() * 9).ToString("R", CultureInfo.InvariantCulture))},"
                    + $"{random.Next(1_000_000_000)},"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"2024-02-{1 + i % 28:00} {i % 24:00}:00:00,{(i % 13 == 0 ? "" : "town " + i % 5)},{(i % 3 == 0 ? "yes" : "no")},{i % 2}\n"
            );
        }
        string path = _folder.File("all.csv", text.ToString());
        Dataset data = DataFolder.Import(
            path,
            new ImportOptions
            {
                Target = "y",
                Outlier = "Clip",
                ValidationFraction = 0,
            },
            path
        );

        var preparer = new RowPreparer(data.Preprocessing);
        using TabularRowReader rows = TabularRowReader.Open(path);
        preparer.Bind(rows);
        var inputs = new float[preparer.Width];
        int row = 0;
        while (rows.Read())
        {
            preparer.Prepare(rows.Fields, inputs);
            Assert.Equal(data.Test.Row(row++).ToArray(), inputs);
        }
        Assert.Equal(300, row);
        Assert.Equal(28, preparer.Counts.Single(count => count.Column == "a").Missing);
    }

    [Fact]
    public void Rows_that_fill_several_arrays_are_those_of_one()
    {
        var text = new StringBuilder("number,gap,word,y\n");
        for (int i = 0; i < 900; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i * 0.37},{(i % 11 == 0 ? "" : i % 13)},w{i % 5},{(i % 4 == 0 ? "a" : "b")}\n");
        string path = _folder.File("several.csv", text.ToString());
        var options = new ImportOptions
        {
            Target = "y",
            Balance = "Oversample",
            Seed = 4,
        };

        Dataset one = DataFolder.Import(path, options),
            several = DataFolder.Import(path, options with { ChunkNumbers = 100 * one.Inputs + 1 });

        Assert.Equal((1, 100), (((MemoryStore)one.Training.Store).ChunkCount, ((MemoryStore)several.Training.Store).RowsPerChunk));
        Assert.Equal(one.All.InOnePiece().ToArray(), several.All.InOnePiece().ToArray());
        Assert.Equal(one.Hash, several.Hash);
    }
}
