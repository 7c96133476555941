using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Xml.Linq;

namespace PSModelPruning.Tests;

/// <summary>The help states the default values that the cmdlets have.</summary>
public sealed class HelpDefaultTests
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Words that begin a default only where a sentence was cut.</summary>
    private static readonly string[] Fragments = ["for", "is", "as", "that", "depends", "if"];

    private static readonly XElement[] Cmdlets =
    [
        .. XDocument.Load(Path.Combine(ModuleSession.Root, "en-US", "PSModelPruning.dll-Help.xml")).Root!.Elements(Command + "command"),
    ];

    [Fact]
    public void A_value_that_a_cmdlet_begins_with_is_its_default_in_the_help()
    {
        using var session = new ModuleSession();
        int compared = 0;
        foreach (PSObject command in session.Run("Get-Command -Module PSModelPruning -CommandType Cmdlet"))
        {
            var info = (CmdletInfo)command.BaseObject;
            var cmdlet = (Cmdlet)Activator.CreateInstance(info.ImplementingType)!;
            foreach (ParameterMetadata parameter in info.Parameters.Values)
            {
                string begins = Text(info.ImplementingType.GetProperty(parameter.Name)?.GetValue(cmdlet));
                if (begins.Length == 0)
                    continue;
                string stated = Default(info.Name, parameter.Name);
                Assert.True(
                    stated == begins
                        || stated.StartsWith(begins + " ", StringComparison.Ordinal)
                        || stated.StartsWith(begins + ",", StringComparison.Ordinal),
                    $"{info.Name} -{parameter.Name} begins with '{begins}', but its help says '{stated}'."
                );
                compared++;
            }
        }
        Assert.InRange(compared, 10, 1000);
    }

    [Fact]
    public void No_default_is_a_piece_of_a_sentence() =>
        Assert.DoesNotContain(Cmdlets.Descendants(Dev + "defaultValue").Select(value => value.Value), value =>
            value.Length == 0 || Fragments.Contains(value.Split(' ')[0]) || !value.Contains(' ') && value is "the" or "all"
        );

    private static string Default(string cmdlet, string parameter) =>
        Cmdlets
            .Single(command => command.Element(Command + "details")!.Element(Command + "name")!.Value == cmdlet)
            .Element(Command + "parameters")!
            .Elements(Command + "parameter")
            .Single(element => element.Element(Maml + "name")!.Value == parameter)
            .Element(Dev + "defaultValue")!
            .Value;

    /// <summary>A value as the help writes it; nothing for a value that means that none was given, such as 0.</summary>
    private static string Text(object? value) =>
        value switch
        {
            string text => text,
            bool or SwitchParameter => "",
            Enum name => name.ToString(),
            0 or 0L or 0.0 => "",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            IDictionary => "",
            IEnumerable items => string.Join(", ", items.Cast<object?>().Select(Text)),
            _ => "",
        };
}
