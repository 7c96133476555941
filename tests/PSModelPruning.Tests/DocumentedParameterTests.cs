using System.Management.Automation;
using System.Text.RegularExpressions;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Tests;

/// <summary>Every parameter and option that a page names in its text exists where the page says that it does.</summary>
public sealed partial class DocumentedParameterTests(DocumentedParameterTests.Module module)
    : IClassFixture<DocumentedParameterTests.Module>
{
    private const string Help = "docs/cmdlets/";

    /// <summary>Parameters of pwsh, of its own cmdlets and of Graphviz that pages name.</summary>
    private static readonly HashSet<string> OfPowerShell = new(
        Cmdlet
            .CommonParameters.Concat(Cmdlet.OptionalCommonParameters)
            .Concat(["NoProfile", "NonInteractive", "File", "Command", "Full", "Parallel", "Tsvg"]),
        StringComparer.OrdinalIgnoreCase
    );

    public static TheoryData<string> Pages =>
        [
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "en-US/about_PSModelPruning.help.txt",
            .. Directory
                .GetFiles(Path.Combine(ModuleSession.Root, "docs"), "*.md", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(ModuleSession.Root, file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_parameters_that_exist(string page)
    {
        string text = File.ReadAllText(Path.Combine(ModuleSession.Root, page));
        string[] around = page.StartsWith(Help, StringComparison.Ordinal) ? [Path.GetFileNameWithoutExtension(page)] : [];
        IEnumerable<string> wrong = Passages(text).SelectMany(passage => Unknown(passage, around.Length > 0 ? around : module.Named(text)));

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_options_that_exist(string page)
    {
        string text = File.ReadAllText(Path.Combine(ModuleSession.Root, page));
        IEnumerable<string> names = OptionTable()
            .Matches(text)
            .SelectMany(table => OptionKey().Matches(table.Groups[1].Value))
            .Select(key => key.Groups[1].Value);

        Assert.DoesNotContain(names, name => OptionCatalog<PruningOptions>.Find(name) is null);
    }

    [Theory]
    [InlineData("Compare-Model compares; -Sparsity is none of its parameters.", "-Sparsity")]
    [InlineData("`Invoke-ModelPrune -GroupSize 16`", "-GroupSize")]
    [InlineData("`Import-Dataset x.csv | Train-Model -Delimiter ';'`", "-Delimiter")]
    [InlineData("`Train-Model -Layers 'linear 8', 'relu' -Sparsity 0.5`", "-Sparsity")]
    public void A_parameter_of_another_cmdlet_is_noticed(string text, string expected) =>
        Assert.Equal(
            [expected],
            Passages(text).SelectMany(passage => Unknown(passage, module.Named(text))).Select(found => found.Split(' ')[0])
        );

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_of_a_page_uses_parameters_that_exist(string page)
    {
        string text = File.ReadAllText(Path.Combine(ModuleSession.Root, page)).ReplaceLineEndings("\n");
        IEnumerable<string> lines = Fence().Matches(text).SelectMany(block => block.Value.Split('\n'));

        Assert.Empty(lines.SelectMany(line => InCalls(line).Where(name => !name.IsKnown).Select(name => $"{name.Text} in {line}")));
    }

    /// <summary>The names in a passage that neither a cmdlet around them nor one named in the passage has.</summary>
    private IEnumerable<string> Unknown(string passage, IEnumerable<string> around)
    {
        string[] owners = [.. around, .. module.Named(passage)];
        CallName[] inCalls = [.. InCalls(passage)];
        return inCalls
            .Where(name => !name.IsKnown)
            .Select(name => name.Text)
            .Concat(
                Name()
                    .Matches(passage)
                    .Where(name => !inCalls.Any(call => call.Index == name.Index) && !IsKnown(name.Groups[1].Value, owners))
                    .Select(name => name.Value)
            )
            .Select(name => $"{name} in {passage}");
    }

    /// <summary>The parameters of the calls of this module's cmdlets in a passage.</summary>
    private IEnumerable<CallName> InCalls(string passage) =>
        Call()
            .Matches(passage)
            .Where(call => module.Has(call.Groups[1].Value))
            .SelectMany(call =>
                Name()
                    .Matches(call.Value)
                    .Select(name => new CallName(
                        call.Index + name.Index,
                        name.Value,
                        IsKnown(name.Groups[1].Value, [call.Groups[1].Value])
                    ))
            );

    private bool IsKnown(string name, IEnumerable<string> owners) =>
        OfPowerShell.Contains(name) || owners.Any(owner => module.Takes(owner, name));

    /// <summary>The paragraphs, list items and table rows of a page, each in one line and without its blocks of code.</summary>
    private static IEnumerable<string> Passages(string text) =>
        Boundary()
            .Split(Fence().Replace(text.ReplaceLineEndings("\n"), "\n\n"))
            .Select(passage => Space().Replace(passage, " ").Trim())
            .Where(passage => passage.Length > 0);

    [GeneratedRegex("^(```|~~~).*?^\\1", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\n\s*\n|\n(?=\s*[-*] |\||#|\d+\. )")]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>A call as it is typed, up to where the next command, the code or the sentence ends.</summary>
    [GeneratedRegex(@"\b([A-Z][a-z]+-[A-Z]\w+)(?: +(?:-[A-Z]\w*|'[^']*',?|@\{[^}]*\}|\$[\w.]+,?|[\w.*/…=]+))*")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<![\w\])}-])-([A-Z][A-Za-z0-9]+)\b(?!-)")]
    private static partial Regex Name();

    [GeneratedRegex(@"-Option\s+@\{([^}]*)\}")]
    private static partial Regex OptionTable();

    [GeneratedRegex(@"(?:^|;)\s*(\w+)\s*=")]
    private static partial Regex OptionKey();

    /// <summary>A parameter in a call: where it stands, as it is written, and whether the cmdlet has it.</summary>
    private sealed record CallName(int Index, string Text, bool IsKnown);

    /// <summary>The cmdlets of the module, by their aliases too, with the names of their parameters.</summary>
    public sealed class Module
    {
        private readonly Dictionary<string, HashSet<string>> _parameters = new(StringComparer.OrdinalIgnoreCase);

        public Module()
        {
            using var session = new ModuleSession();
            foreach (PSObject command in session.Run("Get-Command -Module PSModelPruning -CommandType Cmdlet, Alias"))
            {
                var info = (CommandInfo)command.BaseObject;
                CommandInfo cmdlet = info is AliasInfo alias ? alias.ResolvedCommand : info;
                _parameters[info.Name] = new(
                    cmdlet.Parameters.Values.SelectMany(parameter => parameter.Aliases.Prepend(parameter.Name)),
                    StringComparer.OrdinalIgnoreCase
                );
            }
        }

        internal bool Has(string cmdlet) => _parameters.ContainsKey(cmdlet);

        internal bool Takes(string cmdlet, string parameter) => _parameters[cmdlet].Contains(parameter);

        internal string[] Named(string text) =>
            [.. _parameters.Keys.Where(name => Regex.IsMatch(text, $@"\b{name}\b", RegexOptions.IgnoreCase))];
    }
}
