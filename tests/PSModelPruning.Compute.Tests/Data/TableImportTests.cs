using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class TableImportTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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
