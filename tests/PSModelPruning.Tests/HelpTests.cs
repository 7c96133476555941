using System.Management.Automation;
using System.Xml.Linq;

namespace PSModelPruning.Tests;

/// <summary>The help that users see is the one that the Markdown pages and the cmdlets' metadata give.</summary>
public sealed class HelpTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly string HelpFile = Path.Combine(ModuleSession.Root, "en-US", "PSModelPruning.dll-Help.xml");

    public static TheoryData<string> Cmdlets => [.. XDocument.Load(HelpFile).Root!.Elements(Command + "command").Select(Name)];

    [Fact]
    public void It_is_what_the_pages_and_the_cmdlets_give_now()
    {
        string directory = Directory.CreateTempSubdirectory("PSModelPruning-help-").FullName;
        try
        {
            string made = Path.Combine(directory, "help.xml");
            Engine.Host.RunFile(Path.Combine(ModuleSession.Root, "build", "Update-Help.ps1"), "-OutputPath", made).Success();
            Assert.True(
                File.ReadAllText(made) == File.ReadAllText(HelpFile),
                "en-US/PSModelPruning.dll-Help.xml is out of date: run build/Update-Help.ps1."
            );
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public void Every_cmdlet_has_help()
    {
        using var session = new ModuleSession();
        IEnumerable<string> cmdlets = session.Run("(Get-Module PSModelPruning).ExportedCmdlets.Keys").Select(name => name.ToString());

        Assert.Equal(cmdlets.Order(StringComparer.Ordinal), Cmdlets.Select(row => row.Data).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_is_explained_with_examples_and_every_parameter(string cmdlet)
    {
        XElement help = XDocument.Load(HelpFile).Root!.Elements(Command + "command").Single(command => Name(command) == cmdlet);

        Assert.NotEqual("", help.Element(Command + "details")!.Element(Maml + "description")!.Value.Trim());
        Assert.NotEqual("", help.Element(Maml + "description")!.Value.Trim());
        XElement[] examples = [.. help.Descendants(Command + "example")];
        Assert.True(examples.Length >= 2, $"{cmdlet} has {examples.Length} examples.");
        Assert.All(examples, example => Assert.NotEqual("", example.Element(Dev + "code")!.Value.Trim()));
        Assert.All(help.Element(Command + "parameters")!.Elements(Command + "parameter"), parameter =>
            Assert.False(
                parameter.Element(Maml + "Description")!.Value.Trim().Length == 0,
                $"{cmdlet} -{parameter.Element(Maml + "name")!.Value} is not described."
            )
        );
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_examples_are_valid_and_use_parameters_that_exist(string cmdlet)
    {
        using var session = new ModuleSession();
        foreach (
            XElement example in XDocument
                .Load(HelpFile)
                .Root!.Elements(Command + "command")
                .Single(command => Name(command) == cmdlet)
                .Descendants(Command + "example")
        )
        {
            string code = example.Element(Dev + "code")!.Value;
            IReadOnlyList<PSObject> unknown = session.Run(
                """
                $errors = $null
                $ast = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref]$null, [ref]$errors)
                foreach ($e in $errors) { "$e" }
                foreach ($command in $ast.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)) {
                    $info = Get-Command $command.GetCommandName() -Module PSModelPruning -ErrorAction Ignore
                    if ($info.ResolvedCommand) { $info = $info.ResolvedCommand }
                    if (-not $info) { continue }
                    foreach ($p in $command.CommandElements) {
                        if ($p -is [System.Management.Automation.Language.CommandParameterAst]) {
                            try { [void]$info.ResolveParameter($p.ParameterName) }
                            catch { "$($info.Name) has no parameter -$($p.ParameterName)" }
                        }
                    }
                }
                """,
                ("code", code)
            );
            Assert.True(unknown.Count == 0, $"{cmdlet}: {string.Join("; ", unknown)}\n{code}");
        }
    }

    [Fact]
    public void A_syntax_of_training_shows_one_family_and_together_they_show_every_parameter()
    {
        XElement training = XDocument.Load(HelpFile).Root!.Elements(Command + "command").Single(c => Name(c) == "Invoke-ModelTraining");
        string[][] syntaxes = [.. training.Descendants(Command + "syntaxItem").Select(item => (string[])[.. ParameterNames(item)])];

        Assert.Equal(7, syntaxes.Length);
        Assert.All(syntaxes, names => Assert.InRange(names.Length, 1, 20));
        Assert.DoesNotContain(syntaxes, names => names.Contains("Epochs") && names.Contains("TreeCount"));
        Assert.Equal(
            ParameterNames(training.Element(Command + "parameters")!).Order(),
            syntaxes.SelectMany(names => names).Distinct().Order()
        );
    }

    [Fact]
    public void Get_Help_finds_it()
    {
        using var session = new ModuleSession();

        Assert.NotEqual("", session.Run("(Get-Help Train-Model).Synopsis").Single().ToString().Trim());
        Assert.Contains("Invoke-ModelPrune", session.Run("(Get-Help about_PSModelPruning) -join ''").Single().ToString());
    }

    private static IEnumerable<string> ParameterNames(XElement holder) =>
        holder.Elements(Command + "parameter").Select(parameter => parameter.Element(Maml + "name")!.Value);

    private static string Name(XElement command) => command.Element(Command + "details")!.Element(Command + "name")!.Value;
}
