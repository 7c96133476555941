using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;
using PSModelPruning.Commands;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Runtime.Options;

namespace PSModelPruning.Tests;

/// <summary>Messages of the compute assembly name its options; the cmdlets name their parameters.</summary>
public sealed class CommandWordingTests
{
    private static readonly Type[] Cmdlets =
    [
        .. typeof(ComputeCmdlet).Assembly.GetTypes().Where(type => type.GetCustomAttribute<CmdletAttribute>() is not null),
    ];

    public static TheoryData<string> Options => Names(typeof(Option), typeof(OptionName));

    public static TheoryData<string> Operations => Names(typeof(Operation), typeof(OperationName));

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_option_that_messages_name_is_a_parameter_or_an_entry_of_Option(string option) =>
        Assert.True(
            // PowerShell itself adds -WhatIf.
            option == nameof(Option.WhatIf)
                || OptionCatalog<PruningOptions>.Find(option) is not null
                || Cmdlets
                    .SelectMany(cmdlet => cmdlet.GetProperties())
                    .Any(property => property.Name == option && property.IsDefined(typeof(ParameterAttribute)))
        );

    [Theory]
    [MemberData(nameof(Operations))]
    public void Every_operation_that_messages_name_is_a_cmdlet(string operation)
    {
        string name = CommandWording.Instance.Operation(operation);

        Assert.Contains(Cmdlets, cmdlet =>
            cmdlet.GetCustomAttribute<CmdletAttribute>() is { } attribute && $"{attribute.VerbName}-{attribute.NounName}" == name
            || cmdlet.GetCustomAttribute<AliasAttribute>()?.AliasNames.Contains(name) == true
        );
    }

    /// <summary>Every option that a message of any cmdlet may name.</summary>
    public static TheoryData<string> AllOptions =>
        [
            .. OptionCatalog<PruningOptions>
                .All.Select(option => option.Name)
                .Concat(Options.Select(row => row.Data))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(AllOptions))]
    public void A_message_of_any_cmdlet_names_an_option_where_it_exists(string option)
    {
        foreach (Type cmdlet in Cmdlets)
        {
            var wording = new CmdletWording(cmdlet);
            Assert.True(Exists(cmdlet, wording.Option(option)), $"{cmdlet.Name}: {wording.Option(option)}");
            Assert.True(Exists(cmdlet, wording.Setting(option, "1")), $"{cmdlet.Name}: {wording.Setting(option, "1")}");
        }
    }

    [Theory]
    [InlineData(typeof(InvokeModelPruneCommand), "Scope", "Layer", "-Option @{ Scope = 'Layer' }")]
    [InlineData(typeof(InvokeModelPruneCommand), "StepFraction", "0.5", "-Option @{ StepFraction = 0.5 }")]
    [InlineData(typeof(InvokeModelPruneCommand), "BlockSize", "1, 8", "-Option @{ BlockSize = 1, 8 }")]
    [InlineData(typeof(InvokeModelPruneCommand), "Sparsity", "0.5", "-Sparsity 0.5")]
    [InlineData(typeof(ConvertToQuantizedModelCommand), "Quantize", "Int8", "-Scheme Int8")]
    [InlineData(typeof(MeasurePruningPathCommand), "StepFraction", "0.5", "-Option @{ StepFraction = 0.5 } of Invoke-ModelPrune")]
    [InlineData(typeof(InvokeModelTrainingCommand), "Missing", "Drop", "-Missing Drop of Import-Dataset")]
    public void An_option_is_worded_as_its_cmdlet_takes_it(Type cmdlet, string option, string value, string text) =>
        Assert.Equal(text, new CmdletWording(cmdlet).Setting(option, value));

    [Fact]
    public void A_message_that_names_the_other_cmdlet_does_not_name_it_again()
    {
        ComputeMessage message = $"Use {Operation.ImportDataset} with {Option.Missing.Is("Drop")}.";

        Assert.Equal("Use Import-Dataset with -Missing Drop.", message.In(new CmdletWording(typeof(InvokeModelTrainingCommand))));
    }

    /// <summary>
    /// Whether what a text refers to is there: a parameter of the cmdlet that it names, or an entry of that cmdlet's -Option.
    /// </summary>
    private static bool Exists(Type cmdlet, string text)
    {
        const string pattern = @"^-(?:Option @\{ (?<option>\w+) = .+ \}|(?<parameter>\w+)(?: 1)?)(?: of (?<cmdlet>[\w-]+))?$";
        Match match = Regex.Match(text, pattern);
        Type of = match.Groups["cmdlet"].Success
            ? Cmdlets.Single(type => CmdletWording.NameOf(type) == match.Groups["cmdlet"].Value)
            : cmdlet;
        return match.Groups["option"].Success
            ? of.IsSubclassOf(typeof(PruningCmdlet)) && OptionCatalog<PruningOptions>.Find(match.Groups["option"].Value) is not null
            : match.Success
                && (
                    of.GetProperty(match.Groups["parameter"].Value)?.IsDefined(typeof(ParameterAttribute)) == true
                    || match.Groups["parameter"].Value == "WhatIf" && of.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess
                );
    }

    [Fact]
    public void An_error_names_parameters_and_cmdlets()
    {
        var error = new ComputeException(
            "Any",
            ErrorKind.InvalidArgument,
            $"Use {Option.Missing.Is("Drop")}, {Option.ExcludeFeature.Is("my column")}, {Option.Pattern.Is("2:4")}, "
                + $"{Option.Sparsity.Is(0.5)} or {Option.BlockSize.Is("1, 8")} with {Operation.PruneModel}."
        );

        Assert.Equal(
            "Use -Missing Drop, -ExcludeFeature 'my column', -Pattern 2:4, -Sparsity 0.5 or -BlockSize 1, 8 with Invoke-ModelPrune.",
            ErrorRecords.From(error).Exception.Message
        );
    }

    private static TheoryData<string> Names(Type holder, Type type) =>
        [
            .. holder
                .GetProperties(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
                .Where(property => property.PropertyType == type)
                .Select(property => property.Name),
        ];
}
