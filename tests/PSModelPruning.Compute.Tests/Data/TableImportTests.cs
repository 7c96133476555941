using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class TableImportTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A table of n rows: x = row, kind a/b/c in turn, y = yes every fourth row.</summary>
    private string Plain(int rows = 100) =>
        _folder.File(
            "plain.csv",
            "x,kind,y\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},{"abc"[i % 3]},{(i % 4 == 0 ? "yes" : "no")}\n"))
        );

    [Fact]
    public void Partitions_have_the_sizes_asked_for_and_keep_the_classes_proportions()
    {
        Dataset data = DataFolder.Import(TestRuntime.ExampleData("digits.csv"), new ImportOptions { Target = "digit", Seed = 1 });

        Assert.Equal((1258, 180, 359), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], data.Classes);
        foreach (Partition partition in new[] { data.Training, data.Validation, data.Test })
        {
            var counts = new int[10];
            for (int row = 0; row < partition.RowCount; row++)
                counts[partition.Label(row)]++;
            Assert.True(counts.Max() - counts.Min() <= 0.1 * partition.RowCount / 10 + 2, string.Join(' ', counts));
        }
    }

    [Fact]
    public void Statistics_come_from_the_training_partition_alone()
    {
        // The test file's values are far away; were they looked at, mean and deviation would show it.
        string train = _folder.File("train.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 10},{i % 2}\n")));
        string test = _folder.File("test.csv", "x,y\n1000,0\n2000,1\n");

        Dataset data = DataFolder.Import(train, new ImportOptions { Target = "y", ValidationFraction = 0 }, test);

        Assert.Equal(40, data.TrainingRows);
        Assert.Equal(4.5, data.Columns[0].Offset, 12);
        Assert.Equal(Math.Sqrt(8.25), data.Columns[0].Divisor, 12);
        Assert.Equal((float)((1000 - 4.5) / Math.Sqrt(8.25)), data.Test.Row(0)[0]);
        Assert.Equal(0, Enumerable.Range(0, 40).Average(row => data.Training.Row(row)[0]), 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Records_of_plain_numbers_give_the_same_bits_as_records_with_quotes(bool hasOthers)
    {
        var random = new Random(8);
        var rows = Enumerable
            .Range(0, 9_000)
            .Select(row =>
                Enumerable
                    .Range(0, 12)
                    .Select(column =>
                        column == 11
                            ? (row % 3).ToString(CultureInfo.InvariantCulture)
                            : Number(random, column, hasOthers && random.Next(40) == 0)
                    )
                    .ToArray()
            )
            .ToArray();
        string header = string.Join(',', Enumerable.Range(0, 12).Select(column => $"c{column}")) + "\n";
        string plain = _folder.File("plain.csv", header + string.Concat(rows.Select(row => string.Join(',', row) + "\n")));
        string quoted = _folder.File(
            "quoted.csv",
            header + string.Concat(rows.Select(row => string.Join(',', row.Select(field => $"\"{field}\"")) + "\n"))
        );
        // Unscaled, because the two files are cut into pieces at different rows, and sums over pieces differ in their last bit.
        var options = new ImportOptions
        {
            Target = "c11",
            Seed = 2,
            Scale = "None",
            Missing = "Zero",
        };

        Dataset a = DataFolder.Import(plain, options);
        Dataset b = DataFolder.Import(quoted, options);

        Assert.Equal(9_000, a.Rows);
        Assert.Equal(b.Hash, a.Hash);
        Assert.Equal(
            b.Columns.Select(column => (column.Name, column.Kind, column.MissingCount)),
            a.Columns.Select(column => (column.Name, column.Kind, column.MissingCount))
        );
    }

    /// <summary>
    /// Numbers of few and of many digits; column 3 leaves float32 behind half-way down; others are missing, padded or written with an
    /// exponent.
    /// </summary>
    private static string Number(Random random, int column, bool isOther) =>
        isOther
            ? random.Next(4) switch
            {
                0 => "",
                1 => " 4.5 ",
                2 => "1.5e2",
                _ => "NA",
            }
            : column switch
            {
                0 => (random.NextDouble() - 0.5).ToString("R", CultureInfo.InvariantCulture),
                1 => random.Next(-9, 10).ToString(CultureInfo.InvariantCulture),
                2 => (random.NextDouble() * 100).ToString("F9", CultureInfo.InvariantCulture),
                3 => (random.Next(1000) == 0 ? 1714550400.5 : 3).ToString(CultureInfo.InvariantCulture),
                _ => (random.NextDouble() * 200 - 100).ToString("F4", CultureInfo.InvariantCulture),
            };

    [Fact]
    public void Excluded_columns_of_texts_between_numbers_are_passed_over()
    {
        string path = _folder.File(
            "texts.csv",
            "a,note,b,y\n"
                + string.Concat(
                    Enumerable.Range(0, 400).Select(i => $"{i % 7},{(i % 5 == 0 ? $"\"one, two {i}\"" : "plain")},{i % 11}.5,{i % 2}\n")
                )
        );
        string bare = _folder.File(
            "bare.csv",
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i => $"{i % 7},{i % 11}.5,{i % 2}\n"))
        );

        Dataset with = DataFolder.Import(
            path,
            new ImportOptions
            {
                Target = "y",
                Seed = 1,
                ExcludedFeatures = ["note"],
            }
        );

        Assert.Equal(DataFolder.Import(bare, new ImportOptions { Target = "y", Seed = 1 }).Hash, with.Hash);
    }

    [Fact]
    public void The_same_seed_gives_the_same_data_and_another_seed_other_partitions()
    {
        string path = Plain();
        Dataset a = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 3 });
        Dataset b = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 3 });
        Dataset c = DataFolder.Import(path, new ImportOptions { Target = "y", Seed = 4 });

        Assert.Equal(a.Hash, b.Hash);
        Assert.NotEqual(a.Hash, c.Hash);
        Assert.Equal(64, a.Hash.Length);
    }

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

    [Fact]
    public void Byte_order_marks_encodings_delimiters_and_compression_are_found_out()
    {
        string table = "größe;art\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},5;{(i % 2 == 0 ? "süß" : "sauer")}\n"));
        var options = new ImportOptions
        {
            Target = "art",
            Table = new TableOptions { Culture = "de-DE" },
        };
        byte[] utf8 = Encoding.UTF8.GetBytes(table);
        string[] files =
        [
            _folder.File("utf8.csv", table),
            _folder.File("bom.csv", table, new UTF8Encoding(true)),
            _folder.File("utf16.csv", table, Encoding.Unicode),
            _folder.File("latin1.csv", table, Encoding.Latin1),
            _folder.File("packed.csv.gz", DataFolder.Gzip(utf8)),
            _folder.File("noextension", DataFolder.Gzip(utf8)),
        ];

        string[] hashes = [.. files.Select(file => DataFolder.Import(file, options).Hash)];

        Assert.Single(hashes.Distinct());
        Dataset data = DataFolder.Import(files[0], options);
        Assert.Equal("größe", data.Columns[0].Name);
        Assert.Equal(["sauer", "süß"], data.Classes);
    }

    [Fact]
    public void Gzip_files_of_several_members_are_read_to_their_end()
    {
        byte[] first = DataFolder.Gzip(
            Encoding.UTF8.GetBytes("x,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i % 2}\n")))
        );
        byte[] second = DataFolder.Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 7000).Select(i => $"{i},{i % 2}\n"))));

        Assert.Equal(
            12_000,
            DataFolder.Import(_folder.File("both.csv.gz", [.. first, .. second]), new ImportOptions { Target = "y" }).Rows
        );
    }

    [Fact]
    public void Quoted_fields_hold_delimiters_quotes_and_line_breaks_also_across_pieces_of_the_file()
    {
        // Well over a megabyte, so that several threads cut it where they must not cut inside quotes.
        var text = new StringBuilder("id,note,y\n");
        for (int i = 0; i < 20_000; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"{i},\"line one, \"\"quoted\"\"\nline two {i % 7} {new string('x', 60)}\",{i % 2}\n"
            );

        Dataset data = DataFolder.Import(_folder.File("quotes.csv", text.ToString()), new ImportOptions { Target = "y" });

        Assert.Equal(20_000, data.Rows);
        Assert.Equal(7, data.Columns[1].InputCount);
        Assert.StartsWith("line one, \"quoted\"\nline two 0", data.Columns[1].Categories[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_that_are_only_text_do_not_swallow_lines()
    {
        string path = _folder.File(
            "talk.txt",
            string.Concat(Enumerable.Range(0, 400).Select(i => $"{(i % 2 == 0 ? "ham" : "spam")}\t\"Hi\" she said {i % 50}\n"))
        );

        Assert.Equal(400, DataFolder.Import(path, new ImportOptions { Target = "1" }).Rows);
    }

    [Fact]
    public void A_column_that_turns_to_text_late_is_read_again_as_text()
    {
        string path = _folder.File(
            "late.csv",
            "x,y\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"{(i > 4000 ? "n" + i % 3 : i % 5)},{i % 2}\n"))
        );

        DatasetColumn column = DataFolder.Import(path, new ImportOptions { Target = "y" }).Columns[0];

        Assert.Equal(ColumnKind.Category, column.Kind);
        Assert.Equal(["0", "1", "2", "3", "4", "n0", "n1", "n2"], column.Categories);
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
    public void Duplicates_are_dropped_but_one()
    {
        string path = _folder.File(
            "twice.csv",
            "x,z,y\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 20},{"ab"[i % 2]},{i % 2}\n"))
        );

        Assert.Equal(60, DataFolder.Import(path, new ImportOptions { Target = "y" }).Rows);
        Assert.Equal(20, DataFolder.Import(path, new ImportOptions { Target = "y", Duplicates = "Drop" }).Rows);
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
    public void A_sample_and_balancing_change_the_training_partition_only()
    {
        string path = Plain(400);
        var options = new ImportOptions { Target = "y", Seed = 2 };
        Dataset all = DataFolder.Import(path, options);
        Dataset half = DataFolder.Import(path, options with { SampleFraction = 0.5 });
        Dataset grown = DataFolder.Import(path, options with { Balance = "Oversample" });
        Dataset shrunk = DataFolder.Import(path, options with { Balance = "Undersample" });

        Assert.Equal((280, 140), (all.TrainingRows, half.TrainingRows));
        Assert.Equal((all.ValidationRows, all.TestRows), (half.ValidationRows, half.TestRows));
        Assert.Equal((420, 140), (grown.TrainingRows, shrunk.TrainingRows));
        Assert.Equal(210, Enumerable.Range(0, 420).Count(row => grown.Training.Label(row) == 0));
        Assert.Equal(70, Enumerable.Range(0, 140).Count(row => shrunk.Training.Label(row) == 0));
        Assert.Equal(all.TestRows, grown.TestRows);
    }

    [Fact]
    public void Without_a_header_columns_have_their_places_names_and_the_target_may_be_a_place()
    {
        string train = _folder.File(
            "train.data",
            string.Concat(Enumerable.Range(0, 60).Select(i => $"{i}, k{i % 3}, {(i % 2 == 0 ? "<=50K" : ">50K")}\n"))
        );
        string test = _folder.File(
            "test.data",
            string.Concat(Enumerable.Range(0, 10).Select(i => $"{i}, k{i % 3}, {(i % 2 == 0 ? "<=50K." : ">50K.")}\n"))
        );
        var options = new ImportOptions
        {
            Target = "-1",
            Table = new TableOptions { HasHeader = false },
        };

        Dataset data = DataFolder.Import(train, options, test);

        Assert.Equal("Column3", data.Target);
        Assert.Equal(["<=50K", ">50K"], data.Classes);
        Assert.Equal((54, 6, 10), (data.TrainingRows, data.ValidationRows, data.TestRows));
        Assert.Equal(["k0", "k1", "k2"], data.Columns[1].Categories);
        Assert.Equal(1, data.Test.Label(1));
        Assert.Equal(
            "c",
            DataFolder
                .Import(
                    train,
                    options with
                    {
                        Target = "c",
                        Table = new TableOptions { Header = ["a", "b", "c"] },
                    }
                )
                .Target
        );
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

    [Fact]
    public void Shared_census_data_import_with_their_test_file()
    {
        string train = TestRuntime.SharedData("tabular/adult-train.csv");

        Dataset data = DataFolder.Import(
            train,
            new ImportOptions { Target = "Column15" },
            TestRuntime.SharedData("tabular/adult-test.csv")
        );

        Assert.Equal((48_842, 16_281, 2), (data.Rows, data.TestRows, data.Classes.Count));
    }
}
