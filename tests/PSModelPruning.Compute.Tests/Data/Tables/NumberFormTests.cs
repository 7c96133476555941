using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class NumberFormTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    public void A_decimal_comma_is_found_from_the_numbers_of_all_columns(char delimiter)
    {
        string text =
            "flaeche;zimmer;entfernung_km;miete\n"
            + Rows(500, i => $"{20 + i % 90},{i % 100:00};{1 + i % 5};{i % 9},{i % 1000:000};{300 + i}");
        string path = _folder.File("mieten.csv", text.Replace(';', delimiter));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("miete"));

        Assert.Equal(ColumnKind.Number, table.Column("flaeche").Kind);
        Assert.Equal([20.00f, 21.01f, 22.02f], table.Inputs("flaeche", 3));
        Assert.Equal([0.000f, 1.001f, 2.002f], table.Inputs("entfernung_km", 3));
        Assert.Contains("decimal comma", table.Column("flaeche").Preparation, StringComparison.Ordinal);
        Assert.Contains(table.Decisions, text =>
            text.Contains("'flaeche'", StringComparison.Ordinal) && text.Contains("decimal comma", StringComparison.Ordinal)
        );
        Assert.Equal(table.Data.Training.Row(7).ToArray(), table.Prepared(path)[7]);
    }

    [Fact]
    public void A_column_that_does_not_tell_follows_the_others_and_both_readings_are_told()
    {
        string path = _folder.File("both.csv", "a;b;y\n" + Rows(60, i => $"{i},5;{1 + i % 9},{100 + i};{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal([1.1f, 2.101f], table.Inputs("b", 2));
        string warning = Assert.Single(table.Warnings);
        Assert.Contains("'b'", warning, StringComparison.Ordinal);
        Assert.Contains("1.1", warning, StringComparison.Ordinal);
        Assert.Contains("1100", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void The_range_of_a_target_has_the_digits_of_the_table()
    {
        string path = _folder.File("rents.csv", "a;y\n" + Rows(60, i => $"{i};{1934 + i},99"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.StartsWith("regression target from 1934.99 to 1993.99", table.Column("y").Preparation, StringComparison.Ordinal);
    }

    [Fact]
    public void Thousands_in_quotes_stay_thousands_and_are_told()
    {
        string path = _folder.File("thousands.csv", "a,b,y\n" + Rows(60, i => $"{i}.5,\"{1 + i % 9},{100 + i}\",{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal([1100f, 2101f], table.Inputs("b", 2));
        Assert.Contains("1.1", Assert.Single(table.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_of_one_file_may_have_different_decimal_separators()
    {
        string path = _folder.File("mixed.csv", "lat;price;y\n" + Rows(60, i => $"{i}.25;{i},75;{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal([0.25f, 1.25f], table.Inputs("lat", 2));
        Assert.Equal([0.75f, 1.75f], table.Inputs("price", 2));
    }

    [Theory]
    [InlineData("${0}.30", "$")]
    [InlineData("{0}.30 €", "€")]
    [InlineData("USD {0}.30", "USD")]
    [InlineData("{0}.30%", "%")]
    public void Numbers_with_a_currency_or_percent_sign_are_numbers_and_told(string form, string unit)
    {
        string path = _folder.File(
            "units.csv",
            "a,b,y\n" + Rows(60, i => $"{i},{string.Format(CultureInfo.InvariantCulture, form, i)},{i % 2}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(ColumnKind.Number, table.Column("b").Kind);
        Assert.Equal([0.3f, 1.3f, 2.3f], table.Inputs("b", 3));
        Assert.Contains($"'{unit}'", Assert.Single(table.Warnings), StringComparison.Ordinal);
        Assert.Contains($"'{unit}'", table.Column("b").Preparation, StringComparison.Ordinal);
        Assert.Equal(table.Data.Training.Row(5).ToArray(), table.Prepared(path)[5]);
    }

    [Fact]
    public void Blanks_between_groups_of_digits_and_a_currency_with_a_decimal_comma()
    {
        string path = _folder.File("fr.csv", "a;b;y\n" + Rows(60, i => $"{1 + i % 9} 234,50 €;{1 + i % 9}\u202f000;{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal([1234.5f, 2234.5f], table.Inputs("a", 2));
        Assert.Equal([1000f, 2000f], table.Inputs("b", 2));
    }

    [Fact]
    public void Two_currencies_in_one_column_are_no_numbers_and_told()
    {
        string path = _folder.File("two.csv", "a,b,y\n" + Rows(60, i => $"{i},{(i % 2 == 0 ? "$" : "€")}{i % 7},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(ColumnKind.Category, table.Column("b").Kind);
        Assert.Contains("'b'", Assert.Single(table.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_from_objects_and_json_are_read_as_rows_of_files()
    {
        var rows = new ObjectTable(["a", "b", "c", "y"], CultureInfo.InvariantCulture);
        for (int i = 0; i < 60; i++)
            rows.Add([$"{i},5", $"${i}", i + 0.125, i % 2]);
        Dataset objects = DatasetImporter.Import(rows, [], ReadTable.Plain("y"), SilentMonitor.Instance);
        string json = _folder.File(
            "rows.jsonl",
            Rows(60, i => string.Create(CultureInfo.InvariantCulture, $$"""{"a":"{{i}},5","b":"${{i}}","c":{{i + 0.125}},"y":{{i % 2}}}"""))
        );
        Dataset lines = DatasetImporter.Import([json], [], ReadTable.Plain("y"), SilentMonitor.Instance);

        Assert.Equal([3.5f, 3f, 3.125f], objects.Training.Row(3).ToArray());
        Assert.Equal([3.5f, 3f, 3.125f], lines.Training.Row(3).ToArray());
        var preparer = new RowPreparer(objects.Preprocessing);
        var inputs = new float[3];
        preparer.Bind(["a", "b", "c"]);
        preparer.Prepare((IReadOnlyList<object?>)["1,5", "$2", 3.125], inputs);
        Assert.Equal([1.5f, 2f, 3.125f], inputs);
    }

    [Theory]
    [InlineData("75,48", 75.48, double.NaN)]
    [InlineData("0,372", 0.372, double.NaN)]
    [InlineData("1,250", 1.25, 1250)]
    [InlineData("1.250", 1250, 1.25)]
    [InlineData("1.234.567,8", 1234567.8, double.NaN)]
    [InlineData("1,234,567.8", double.NaN, 1234567.8)]
    [InlineData("1234,567", 1234.567, double.NaN)]
    [InlineData("-1 234,5", -1234.5, double.NaN)]
    [InlineData("(1,234.50)", double.NaN, -1234.5)]
    [InlineData("1'234.50", double.NaN, 1234.5)]
    [InlineData("1.5e3", double.NaN, 1500)]
    public void Values_with_a_decimal_comma_and_a_point(string text, double comma, double point)
    {
        Assert.True(WrittenNumber.TryRead(text, out WrittenNumber number));
        Assert.Equal(comma, number.TryValue(true, out double value) ? value : double.NaN);
        Assert.Equal(point, number.TryValue(false, out value) ? value : double.NaN);
    }

    [Theory]
    [InlineData("12.05.2024")]
    [InlineData("192.168.0.1")]
    [InlineData("2024-05-12")]
    [InlineData("12:30")]
    [InlineData("1 2 3")]
    [InlineData("A12")]
    [InlineData("12 km")]
    [InlineData("$")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("")]
    public void Texts_that_are_no_numbers(string text) => Assert.False(WrittenNumber.TryRead(text, out _));
}
