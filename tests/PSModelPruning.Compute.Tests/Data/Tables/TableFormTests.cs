using System.Text;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class TableFormTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Theory]
    [InlineData("y,A,B\n")]
    [InlineData("y,A,B,\n")]
    public void A_delimiter_at_the_end_of_rows_starts_no_column(string header)
    {
        string path = _folder.File("trailing.csv", header + Rows(60, i => $"{(i % 2 == 0 ? "neg" : "pos")},{i},-{i}.5,"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(["y", "A", "B"], table.Data.Columns.Select(column => column.Name));
        Assert.Equal([3f, -3.5f], table.Data.Training.Row(3).ToArray());
        Assert.Contains(table.Decisions, text => text.Contains("ends with a delimiter", StringComparison.Ordinal));
        Assert.Equal([3f, -3.5f], table.Prepared(path)[3]);
    }

    [Fact]
    public void A_value_after_the_last_delimiter_is_named_by_its_line()
    {
        string path = _folder.File("late.csv", "y,A,B\n" + Rows(900, i => $"{i % 2},{i},-{i},{(i == 700 ? "7" : "")}"));

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("y")));

        Assert.Equal("RaggedRow", error.ErrorId);
        Assert.Contains("Line 702 ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_with_a_name_too_few_is_refused_where_the_first_fields_name_no_rows()
    {
        string path = _folder.File("short.csv", "y,A,B\n" + Rows(60, i => $"{(i % 2 == 0 ? "neg" : "pos")},{i},-{i}.5,7"));

        ComputeException error = Assert.Throws<ComputeException>(() => ReadTable.Of(path, ReadTable.Plain("y")));

        Assert.Equal("RaggedRow", error.ErrorId);
        Assert.Contains("3 names", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 fields", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sep=;\r\n")]
    [InlineData("\"sep=;\"\n")]
    [InlineData("#TYPE System.Management.Automation.PSCustomObject\n")]
    [InlineData("# made by a tool\n# on Monday; or Tuesday\n")]
    public void Lines_that_programs_put_before_a_table_are_passed_over(string before)
    {
        string path = _folder.File("before.csv", before + "a;b;y\n" + Rows(60, i => $"{i};x{i % 3},z;{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(["a", "b", "y"], table.Data.Columns.Select(column => column.Name));
        Assert.Equal(60, table.Data.Rows);
        Assert.Contains(table.Decisions, text =>
            text.Contains("passed over", StringComparison.Ordinal) || text.Contains("sep=", StringComparison.Ordinal)
        );
        Assert.Equal(60, table.Prepared(path).Length);
    }

    [Fact]
    public void A_header_that_starts_with_a_number_sign_is_a_header()
    {
        string path = _folder.File("chrom.tsv", "##version 4\n#CHROM\tPOS\ty\n" + Rows(60, i => $"c{i % 3}\t{i}\t{i % 2}"));

        Assert.Equal(["#CHROM", "POS", "y"], ReadTable.Of(path, ReadTable.Plain("y")).Data.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Lines_are_skipped_and_comments_passed_over_as_asked_and_lines_of_errors_are_those_of_the_file()
    {
        string path = _folder.File(
            "skip.csv",
            "Report of May\n\"by, somebody\nx,y\n" + Rows(60, i => $"{i},{i % 2}{(i % 10 == 5 ? "\n% a, b, c" : "")}")
        );
        var options = ReadTable.Plain("y") with
        {
            Table = new TableOptions { SkippedLines = 2, Comment = '%' },
        };

        Assert.Equal(60, ReadTable.Of(path, options).Data.Rows);
        string ragged = _folder.File(
            "ragged.csv",
            "Report of May\nby somebody\nx,y\n" + Rows(60, i => $"{i},{i % 2}{(i == 30 ? ",1" : "")}")
        );
        Assert.Contains("Line 34 ", Assert.Throws<ComputeException>(() => ReadTable.Of(ragged, options)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Skip",
            Assert.Throws<ComputeException>(() => ReadTable.Of(ragged, ReadTable.Plain("y"))).Message,
            StringComparison.Ordinal
        );
        string commented = _folder.File("commented.csv", "x,y\n" + Rows(60, i => $"{i},{i % 2}{(i == 30 ? "\n# one" : "")}"));
        Assert.Contains(
            "Comment = #",
            Assert.Throws<ComputeException>(() => ReadTable.Of(commented, ReadTable.Plain("y"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Columns_that_are_aligned_by_blanks_are_read()
    {
        string runs = _folder.File("runs.txt", "id   value  y\n" + Rows(60, i => $"{i, -4} {i * 2, 6}  {i % 2}"));
        string cells = _folder.File(
            "cells.txt",
            "Name        Size y\n----        ---- -\n" + Rows(60, i => $"{(i % 2 == 0 ? "New York" : "Rome"), -10} {i, 5} {i % 2}")
        );

        ReadTable table = ReadTable.Of(runs, ReadTable.Plain("y"));
        Assert.Equal([7f, 14f], table.Data.Training.Row(7).ToArray());
        Assert.Contains(table.Decisions, text => text.Contains("divided by blanks", StringComparison.Ordinal));
        table = ReadTable.Of(cells, ReadTable.Plain("y"));
        Assert.Equal(["New York", "Rome"], table.Column("Name").Categories);
        Assert.Equal(7f, table.Data.Training.Row(7)[table.Column("Size").FirstInput]);
        Assert.Equal(table.Data.Training.Row(7).ToArray(), table.Prepared(cells)[7]);
    }

    [Fact]
    public void Names_that_look_like_missing_markers_are_names()
    {
        string path = _folder.File("glass.csv", "RI,Na,Mg,type\n" + Rows(60, i => $"1.5{i},13.{i},{i}.25,{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("-1"));

        Assert.Equal("type", table.Data.Target);
        Assert.Equal(60, table.Data.Rows);
    }

    [Fact]
    public void A_row_with_missing_values_is_no_header()
    {
        string path = _folder.File("rows.csv", "?,NA,b\n" + Rows(60, i => $"{i},{i}.5,{"ab"[i % 2]}"));

        Assert.Equal(61, ReadTable.Of(path, ReadTable.Plain("-1")).Data.Rows);
    }

    [Fact]
    public void Delimiters_in_quotes_do_not_divide()
    {
        string many = string.Join(';', Enumerable.Range(0, 50));
        string path = _folder.File("quotes.csv", "id,list,y\n" + Rows(60, i => $"{i},\"{many};{i % 3}\",{i % 2}"));

        Assert.Equal(["id", "list", "y"], ReadTable.Of(path, ReadTable.Plain("y")).Data.Columns.Select(column => column.Name));
    }

    [Fact]
    public void Decimal_commas_do_not_divide_even_without_a_header()
    {
        string path = _folder.File("bare.csv", Rows(60, i => $"{i},5;{i},25;{i % 2}"));

        Assert.Equal([3.5f, 3.25f], ReadTable.Of(path, ReadTable.Plain("-1")).Data.Training.Row(3).ToArray());
    }

    [Fact]
    public void A_header_longer_than_the_sample_is_read()
    {
        const int columns = 40_000;
        var text = new StringBuilder();
        text.AppendJoin(',', Enumerable.Range(0, columns).Select(i => $"feature_{i}")).Append(",y\n");
        for (int row = 0; row < 12; row++)
            text.AppendJoin(',', Enumerable.Range(0, columns).Select(i => (i + row) % 10)).Append($",{row % 2}\n");

        ReadTable table = ReadTable.Of(_folder.File("wide.csv", text.ToString()), ReadTable.Plain("y"));

        Assert.Equal((columns, 12), (table.Data.Features, table.Data.Rows));
        Assert.Equal(5f, table.Data.Training.Row(2)[3]);
    }

    public static TheoryData<string> Cut =>
        [
            "\"Garcia, Ann\",34,1\n\"O\"\"Neil, \"\"Bob\"\"\",35,0\n\"line one\nline two, too\",36,1\nplain,37,0\n\"[0.1, 0.2]\",38,1\n",
            "name;age;y\r\n\"a;\"\"b\"\"\";1,5;0\r\n\"c\r\nd\";2,5;1\r\n;3,5;0\r\n",
        ];

    [Theory]
    [MemberData(nameof(Cut))]
    public void The_sample_ends_at_a_record_wherever_the_file_is_cut(string piece)
    {
        string text = string.Concat(Enumerable.Repeat(piece, 3));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        TableLayout whole = Layout(bytes, bytes.Length + 1);

        for (int sample = 16; sample <= bytes.Length + 1; sample++)
        {
            TableLayout cut = Layout(bytes, sample);
            Assert.True(
                (whole.Delimiter, whole.Mode, whole.FieldCount, whole.HasHeader)
                    == (cut.Delimiter, cut.Mode, cut.FieldCount, cut.HasHeader),
                $"sample of {sample}: {cut.Delimiter} {cut.Mode} {cut.FieldCount} {cut.HasHeader}"
            );
        }

        static TableLayout Layout(byte[] bytes, int sample)
        {
            var options = new TableOptions { SampleBytes = sample };
            using TableStream stream = TableStream.Open(new MemoryStream(bytes), options, "cut.csv");
            return TableLayoutDetector.Detect(stream, options, "cut.csv");
        }
    }

    [Fact]
    public void Long_files_of_quoted_fields_keep_their_columns()
    {
        string text = Rows(6000, i => $"\"Garcia, Ann {i % 5}\",{i},\"text, {new string('x', 40)}\",{i % 2}");

        ReadTable table = ReadTable.Of(_folder.File("long.csv", text), ReadTable.Plain("-1") with { ExcludedFeatures = ["Column3"] });

        Assert.Equal(4, table.Data.Columns.Count);
        Assert.Equal(6000, table.Data.Rows);
    }
}
