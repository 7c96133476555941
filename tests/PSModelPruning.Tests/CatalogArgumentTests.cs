using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using PSModelPruning.Arguments;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Tests;

public sealed class CatalogArgumentTests
{
    [Theory]
    [InlineData("Red")]
    [InlineData("rED")]
    public void A_name_is_accepted_in_any_case(string name) => Validate(name);

    [Fact]
    public void A_wrong_name_is_refused_with_the_nearest_and_all_others()
    {
        var error = Assert.Throws<ValidationMetadataException>(() => Validate("gren"));

        Assert.Equal("'gren' is not a known colour. Did you mean 'Green'? Known: Red, Green, Blue.", error.Message);
    }

    [Fact]
    public void Completion_gives_the_names_that_begin_so_with_their_descriptions()
    {
        CompletionResult result = Assert.Single(
            new CatalogCompleter<Colours>().CompleteArgument(
                "c",
                "p",
                "'gr",
                (CommandAst)Parser.ParseInput("c", out _, out _).Find(ast => ast is CommandAst, true)!,
                new Dictionary<string, object>()
            )
        );

        Assert.Equal(("Green", "Like grass."), (result.CompletionText, result.ToolTip));
    }

    /// <summary>Lets the engine bind the value to a parameter that has the attribute, and gives its own error.</summary>
    private static void Validate(string name)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Test-Colour", typeof(TestColourCommand), null));
        using var shell = PowerShell.Create(state);
        try
        {
            shell.AddCommand("Test-Colour").AddParameter("Colour", name).Invoke();
        }
        catch (ParameterBindingException e) when (e.InnerException is ValidationMetadataException inner)
        {
            throw inner;
        }
    }

    [Cmdlet(VerbsDiagnostic.Test, "Colour")]
    internal sealed class TestColourCommand : PSCmdlet
    {
        [Parameter]
        [CatalogValue<Colours>]
        public string Colour { get; set; } = "";
    }

    internal sealed class Colours : ICatalog
    {
        public static string Family => "colour";

        public static IReadOnlyList<CatalogEntry> Entries { get; } =
        [new("Red", "Like blood."), new("Green", "Like grass."), new("Blue", "Like the sky.")];
    }
}
