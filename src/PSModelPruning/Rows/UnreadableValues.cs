using System.Management.Automation;

namespace PSModelPruning.Rows;

/// <summary>Counts the properties of objects that cannot be read: they become missing values, which a user should know of.</summary>
internal sealed class UnreadableValues
{
    private readonly Dictionary<string, (long Count, string Reason)> _columns = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A warning for each column, in the order in which they were met.</summary>
    internal IEnumerable<string> Warnings =>
        _columns.Select(column =>
            FormattableString.Invariant(
                $"The property '{column.Key}' of {column.Value.Count} objects cannot be read, so its value is missing there: "
            ) + column.Value.Reason
        );

    /// <summary>Counts a property.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cause">What its getter threw.</param>
    internal void Add(string name, GetValueException cause)
    {
        (long count, string reason) = _columns.GetValueOrDefault(name, (0, (cause.InnerException ?? cause).Message));
        _columns[name] = (count + 1, reason);
    }
}
