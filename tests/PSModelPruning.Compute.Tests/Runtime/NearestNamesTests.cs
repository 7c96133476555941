using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class NearestNamesTests
{
    private static readonly string[] Columns = ["median_income", "median_house_value", "total_rooms", "latitude", "longitude"];

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "ac", 1)]
    [InlineData("linaer", "linear", 1)]
    [InlineData("ca", "abc", 3)]
    public void The_distance_is_that_of_the_optimal_string_alignment(string a, string b, int expected)
    {
        Assert.Equal(expected, NearestNames.Distance(a, b));
        Assert.Equal(expected, NearestNames.Distance(b, a));
    }

    [Theory]
    [InlineData("latitud", "latitude")]
    [InlineData("LATITUDE", "latitude")]
    [InlineData("medianincome", "median_income")]
    [InlineData("Total Rooms", "total_rooms")]
    [InlineData("house_value", "median_house_value")]
    public void The_name_that_was_meant_comes_first(string wrong, string meant) =>
        Assert.Equal(meant, NearestNames.Find(wrong, Columns)[0]);

    [Fact]
    public void Names_that_have_nothing_in_common_are_not_offered() => Assert.Empty(NearestNames.Find("price", Columns));

    [Fact]
    public void At_most_as_many_as_asked_are_offered() => Assert.Equal(["a1", "a2"], NearestNames.Find("a0", ["a3", "a2", "a1"], most: 2));

    [Fact]
    public void The_hint_offers_the_near_names_or_else_lists_what_there_is()
    {
        Assert.Equal("Did you mean 'latitude'?", NearestNames.Hint("latitute", Columns));
        Assert.StartsWith("Known: 'median_income', 'median_house_value'", NearestNames.Hint("price", Columns));
        Assert.Equal("There are none.", NearestNames.Hint("price", []));
    }
}
