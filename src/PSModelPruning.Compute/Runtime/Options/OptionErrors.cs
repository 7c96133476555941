namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>The errors of options that are set by name.</summary>
internal static class OptionErrors
{
    internal static ComputeException Unknown(string name, IEnumerable<string> known) =>
        new("OptionUnknown", ErrorKind.InvalidArgument, $"There is no option '{name}'. {NearestNames.Hint(name, known)}");

    internal static ComputeException Invalid(string option, string value, string expected) =>
        new("OptionInvalid", ErrorKind.InvalidArgument, $"{new OptionName(option)} takes {expected}, and '{value}' is not that.");

    internal static ComputeException OutOfRange(string option, double value, string range) =>
        new("OptionOutOfRange", ErrorKind.InvalidArgument, $"{new OptionName(option)} is {value}, but must be {range}.");

    internal static ComputeException Empty(string option) =>
        new("OptionInvalid", ErrorKind.InvalidArgument, $"{new OptionName(option)} has no value. Give it one, or leave it out.");

    internal static ComputeException Twice(string option) =>
        new("OptionTwice", ErrorKind.InvalidArgument, $"The option {option} was set twice. Leave one of the two out.");
}
