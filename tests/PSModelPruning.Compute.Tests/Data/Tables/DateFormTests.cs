using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class DateFormTests : IDisposable
{
    private const float Day = 86400;
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    private static float Seconds(int year, int month, int day) => (float)(new DateTime(year, month, day) - DateTime.UnixEpoch).TotalSeconds;

    [Theory]
    [InlineData('/')]
    [InlineData('-')]
    public void An_ambiguous_order_is_told_and_can_be_chosen(char mark)
    {
        string path = _folder.File("dates.csv", "when,x,y\n" + Rows(60, i => $"0{1 + i % 9}{mark}04{mark}2024,{i},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));
        Assert.Equal(Seconds(2024, 3, 4), table.Inputs("when", 3)[2]);
        Assert.Contains($"M{mark}d{mark}yyyy", table.Column("when").Preparation, StringComparison.Ordinal);
        string warning = Assert.Single(table.Warnings);
        Assert.Contains("'when'", warning, StringComparison.Ordinal);
        Assert.Contains($"DateFormat = d{mark}M{mark}yyyy", warning, StringComparison.Ordinal);

        table = ReadTable.Of(path, ReadTable.Plain("y") with { Table = new TableOptions { DateFormats = [$"dd{mark}MM{mark}yyyy"] } });
        Assert.Equal(Seconds(2024, 4, 3), table.Inputs("when", 3)[2]);
        Assert.Empty(table.Warnings);
        Assert.Equal(table.Data.Training.Row(2).ToArray(), table.Prepared(path)[2]);
    }

    [Fact]
    public void Dates_of_both_orders_in_one_column_are_told()
    {
        string path = _folder.File(
            "both.csv",
            "when,x,y\n" + Rows(60, i => (i % 2 == 0 ? $"{13 + i % 9}/04/2024" : $"04/{13 + i % 9}/2024") + $",{i},{i % 2}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(ColumnKind.Category, table.Column("when").Kind);
        Assert.Contains(table.Warnings, warning =>
            warning.Contains("'when' holds dates with the day first and dates with the month first", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Another_column_of_dates_decides_the_order()
    {
        string path = _folder.File("two.csv", "a,b,y\n" + Rows(60, i => $"0{1 + i % 9}/04/2024,{1 + i % 28}/05/2024,{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(Seconds(2024, 4, 1), table.Inputs("a", 1)[0]);
        Assert.Empty(table.Warnings);
    }

    [Fact]
    public void A_late_date_decides_the_order_of_the_whole_column()
    {
        string path = _folder.File(
            "late.csv",
            "when,x,y\n" + Rows(3000, i => $"{(i == 2900 ? "25" : $"0{1 + i % 9}")}/04/2024,{i},{i % 2}")
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal((ColumnKind.DateTime, "d/M/yyyy"), (table.Column("when").Kind, table.Column("when").DateFormat));
        Assert.Equal(Seconds(2024, 4, 3), table.Inputs("when", 3)[2]);
    }

    [Fact]
    public void Mixed_formats_that_are_clear_are_read()
    {
        string Form(int i) =>
            (i % 3) switch
            {
                0 => $"2024-01-{1 + i % 28:00}",
                1 => $"{1 + i % 28}.1.2024",
                _ => $"\"Jan {1 + i % 28}, 2024\"",
            };
        string path = _folder.File("mixed.csv", "when,x,y\n" + Rows(60, i => $"{Form(i)},{i},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y"));

        Assert.Equal(ColumnKind.DateTime, table.Column("when").Kind);
        float[] read = table.Inputs("when", 28);
        for (int i = 0; i < 28; i++)
            Assert.Equal(Seconds(2024, 1, 1 + i), read[i], Day / 100);
        Assert.Contains("yyyy-MM-dd or ", table.Column("when").Preparation, StringComparison.Ordinal);
        Assert.Equal(table.Data.Training.Row(4).ToArray(), table.Prepared(path)[4]);
    }
}
