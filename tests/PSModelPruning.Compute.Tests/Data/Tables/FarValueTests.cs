namespace PSModelPruning.Compute.Tests.Data.Tables;

public sealed class FarValueTests : IDisposable
{
    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));

    [Theory]
    [InlineData("1e12", "Standard")]
    [InlineData("1e300", "Standard")]
    [InlineData("-1e300", "Standard")]
    [InlineData("1e12", "MinMax")]
    [InlineData("1e12", "Robust")]
    public void One_value_far_from_all_others_leaves_their_differences(string far, string scale)
    {
        string path = _folder.File("far.csv", "x,y\n" + Rows(300, i => $"{(i == 7 ? far : i)},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { Scale = scale });

        float[] inputs = table.Inputs("x", 300);
        Assert.Equal(300, inputs.Distinct().Count());
        Assert.All(inputs, input => Assert.InRange(input, -200f, 200f));
        Assert.True(inputs[20] - inputs[10] > 1e-4f);
        Assert.DoesNotContain("Infinity", table.Column("x").Preparation, StringComparison.Ordinal);
        if (scale != "Robust")
        {
            Assert.Contains("clipped", table.Column("x").Preparation, StringComparison.Ordinal);
            Assert.Contains("'x'", Assert.Single(table.Warnings), StringComparison.Ordinal);
        }
        Assert.Equal(table.Data.Training.Row(7).ToArray(), table.Prepared(path)[7]);
    }

    [Fact]
    public void Many_rows_with_one_far_value_are_looked_at_too()
    {
        string path = _folder.File("many.csv", "x,y\n" + Rows(20_000, i => $"{(i == 7 ? "16000000" : $"0.{i % 997:000}")},{i % 2}"));

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { Scale = "Standard" });

        Assert.True(table.Inputs("x", 20)[19] - table.Inputs("x", 20)[18] > 1e-4f);
    }

    [Fact]
    public void A_long_tail_is_left_as_it_is()
    {
        var random = new Random(3);
        string path = _folder.File(
            "tail.csv",
            "x,y\n"
                + Rows(3000, i =>
                    FormattableString.Invariant($"{Math.Exp(2 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))):F3},{i % 2}")
                )
        );

        ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { Scale = "Standard" });

        Assert.Empty(table.Warnings);
        Assert.Null(table.Column("x").ClipHigh);
    }

    [Fact]
    public void Numbers_that_float32_cannot_hold_are_never_infinite()
    {
        string path = _folder.File("wide.csv", "x,y\n" + Rows(60, i => $"{(i % 2 == 0 ? "-" : "")}{1 + i % 7}e300,{i % 2}"));

        foreach (string scale in new[] { "None", "Standard", "MinMax", "Robust" })
        {
            ReadTable table = ReadTable.Of(path, ReadTable.Plain("y") with { Scale = scale });
            Assert.All(table.Inputs("x", 60), input => Assert.True(float.IsFinite(input), scale));
            Assert.DoesNotContain("Infinity", table.Column("x").Preparation, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", table.Column("x").Preparation, StringComparison.Ordinal);
        }
    }
}
