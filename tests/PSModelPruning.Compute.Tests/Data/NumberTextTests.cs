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
            string format = random.Next(4) switch
            {
                0 => "F0",
                1 => "F2",
                2 => "R",
                _ => "F" + random.Next(10).ToString(CultureInfo.InvariantCulture),
            };
            string text = value.ToString(format, CultureInfo.InvariantCulture);

            Assert.True(Invariant.TryParse(Encoding.UTF8.GetBytes(text), out double read), text);
            Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), read);
        }
    }

    [Fact]
    public void The_short_way_reads_what_the_usual_way_reads_to_the_last_bit()
    {
        var random = new Random(6);
        byte[] alphabet = "0123456789012345678901234567890123456789..-- +e,\"x:/"u8.ToArray();
        int read = 0;
        for (int i = 0; i < 200_000; i++)
        {
            // What follows the number belongs to the next field and must not count.
            byte[] text = [.. Enumerable.Range(0, 18).Select(_ => alphabet[random.Next(alphabet.Length)])];
            int length = random.Next(10);
            double value = NumberText.ParseShort(ref text[0], length, Invariant.DecimalPoints);
            if (double.IsNaN(value))
                continue;
            Assert.True(Invariant.TryParse(text.AsSpan(0, length), out double usual), Encoding.UTF8.GetString(text, 0, length));
            Assert.Equal(BitConverter.DoubleToInt64Bits(usual), BitConverter.DoubleToInt64Bits(value));
            read++;
        }
        Assert.True(read > 20_000, read.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("-0", -0.0)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("-99.1234", -99.1234)]
    [InlineData("-1234.567", -1234.567)]
    [InlineData("12345678", 12345678)]
    [InlineData("123456789", double.NaN)]
    [InlineData("", double.NaN)]
    [InlineData("-", double.NaN)]
    [InlineData(".", double.NaN)]
    [InlineData("-.", double.NaN)]
    [InlineData("1.2.3", double.NaN)]
    [InlineData("1e5", double.NaN)]
    public void The_short_way_takes_up_to_eight_characters_after_the_sign(string text, double expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text + ",1.5,-2.25,3");

        Assert.Equal(
            BitConverter.DoubleToInt64Bits(expected),
            BitConverter.DoubleToInt64Bits(NumberText.ParseShort(ref bytes[0], text.Length, Invariant.DecimalPoints))
        );
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
