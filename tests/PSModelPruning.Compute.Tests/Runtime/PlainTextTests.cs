using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain ä 日本 😀", "plain ä 日本 😀")]
    [InlineData("\u001b[31mred\u001b[0m", "␛[31mred␛[0m")]
    [InlineData("a\r\nb\tc\0", "a␍␊b␉c␀")]
    [InlineData("\u007f\u009b31m", "␡\\u009B31m")]
    [InlineData("abc\u202ecba", "abc\\u202Ecba")]
    public void Control_characters_are_shown_as_signs(string text, string shown) => Assert.Equal(shown, PlainText.Of(text));

    [Fact]
    public void Lines_stay_lines() => Assert.Equal("a\n\tb␛", PlainText.OfLines("a\n\tb\u001b"));

    [Fact]
    public void A_message_shows_the_signs_of_what_it_quotes()
    {
        string name = "\u001b]0;title\a";
        ComputeMessage message = $"The column '{name}' is missing.\nGive it.";
        Assert.Equal("The column '␛]0;title␇' is missing.\nGive it.", message.ToString());
    }

    [Fact]
    public void A_message_made_of_one_text_shows_them_too()
    {
        string name = "\u001b[31m";
        ComputeMessage message = "'" + name + "' is not known.";
        Assert.Equal("'␛[31m' is not known.", message.ToString());
    }
}
