using System.Management.Automation;
using System.Reflection;
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
