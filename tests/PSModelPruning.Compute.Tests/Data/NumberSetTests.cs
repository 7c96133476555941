using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Tests.Data;

public sealed class NumberSetTests
{
    [Fact]
    public void It_holds_distinct_numbers_in_ascending_order()
    {
        var random = new Random(3);
        var set = new NumberSet();
        var expected = new SortedSet<double>();
        for (int i = 0; i < 2000; i++)
        {
            double number = random.Next(-300, 300) / 4.0;
            Assert.Equal(expected.Add(number), set.Add(number));
        }

        Assert.Equal(expected, set.Numbers.ToArray());
        Assert.Equal(expected.Count, set.Count);
    }

    [Fact]
    public void Zero_has_no_sign_and_infinities_are_numbers()
    {
        var set = new NumberSet();

        Assert.True(set.Add(0));
        Assert.False(set.Add(-0.0));
        Assert.True(set.Add(double.PositiveInfinity));
        Assert.True(set.Add(double.NegativeInfinity));
        Assert.Equal([double.NegativeInfinity, 0, double.PositiveInfinity], set.Numbers.ToArray());
    }
}
