using System.Globalization;
using System.Text;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class NumberTextTests
{
    private static readonly NumberText Invariant = new(CultureInfo.InvariantCulture);

    [Fact]
    public void Numbers_are_read_exactly_as_the_framework_reads_them()
    {
        var random = new Random(5);
        for (int i = 0; i < 50_000; i++)
        {
            double value = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 18));
            string format = random.Next(4) switch { 0 => "F0", 1 => "F2", 2 => "R", _ => "F" + random.Next(10).ToString(CultureInfo.InvariantCulture) };
            string text = value.ToString(format, CultureInfo.InvariantCulture);

            Assert.True(Invariant.TryParse(Encoding.UTF8.GetBytes(text), out double read), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0.5", -0.5)]
    [InlineData("+7", 7)]
    [InlineData(".25", 0.25)]
    [InlineData("12345678", 12345678)]
    [InlineData("1234.", 1234)]
    [InlineData("1e3", 1000)]
    [InlineData(" 42 ", 42)]
    [InlineData("1,234,567", 1234567)]
    [InlineData("0000000000000000000000001", 1)]
    public void Forms_of_numbers(string text, double expected)
    {
        Assert.True(Invariant.TryParse(Encoding.UTF8.GetBytes(text), out double bytes));
        Assert.True(Invariant.TryParse(text, out double chars));
        Assert.Equal(expected, bytes);
        Assert.Equal(expected, chars);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1,2")]
    [InlineData("12a4")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("--1")]
    [InlineData("1234:678")]
    public void What_is_no_number(string text) => Assert.False(Invariant.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void A_culture_gives_the_separators()
    {
        var german = new NumberText(CultureInfo.GetCultureInfo("de-DE"));

        Assert.True(german.TryParse("1.234,5"u8, out double value));
        Assert.Equal(1234.5, value);
        Assert.True(german.TryParse("3,25"u8, out value));
        Assert.Equal(3.25, value);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1714550400.123)]
    [InlineData(16777217)]
    public void Large_numbers_keep_what_float32_would_lose(double value) =>
        Assert.Equal(value, NumberText.Kept(value), Math.Abs(value) * 1e-7);

    [Fact]
    public void Unix_times_are_kept_to_the_second() => Assert.Equal(1714550401, NumberText.Kept(1714550401));
}
