namespace PSModelPruning.Compute.Runtime;

/// <summary>How a message names options and operations. This one uses plain names, for callers of the library.</summary>
internal class MessageWording
{
    internal static readonly MessageWording Plain = new();

    /// <summary>The wording of a message that names these operations.</summary>
    internal virtual MessageWording About(IEnumerable<string> operations) => this;

    /// <summary>The text for an option.</summary>
    internal virtual string Option(string name) => name;

    /// <summary>The text for an option and a value for it.</summary>
    internal virtual string Setting(string name, string value) => $"{name} = {value}";

    /// <summary>The text for an operation.</summary>
    internal virtual string Operation(string name) => name;
}
