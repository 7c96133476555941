using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class ComputeMessageTests
{
    [Fact]
    public void A_message_names_options_plainly_for_callers_of_the_library()
    {
        ComputeMessage message = $"Leave {Option.Scale} out, use {Option.Missing.Is("Drop")}, " + $"or see {Operation.MeasurePruningPath}.";

        Assert.Equal("Leave Scale out, use Missing = Drop, or see MeasurePruningPath.", message.ToString());
    }

    [Fact]
    public void A_message_keeps_the_references_of_the_messages_that_it_holds()
    {
        ComputeMessage inner = $"try {Option.Keep.Is(3)}";
        ComputeMessage outer = $"It failed: {inner}.";

        Assert.Equal("It failed: try <Keep|3>.", outer.In(new Marking()));
    }

    [Fact]
    public void An_error_speaks_the_words_of_the_layer_that_shows_it()
    {
        var error = new ComputeException("Any", ErrorKind.InvalidArgument, $"Give {Option.Sparsity.Is(0.5)}.");

        Assert.Equal("Give Sparsity = 0.5.", error.Message);
        Assert.Equal("Give <Sparsity|0.5>.", error.In(new Marking()).Message);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Numbers_in_messages_do_not_depend_on_the_culture(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            ComputeMessage message = $"{1234.5:N1} and {0.25} with {Option.Sparsity.Is(0.5)}, {Option.MaxSizeKB.Is(1234.5, "N1")}";

            Assert.Equal("1,234.5 and 0.25 with Sparsity = 0.5, MaxSizeKB = 1,234.5", message.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private sealed class Marking : MessageWording
    {
        internal override string Setting(string name, string value) => $"<{name}|{value}>";
    }
}
