using System.Collections.ObjectModel;

namespace PSModelPruning.Compute.Runtime;

/// <summary>Names that become a readable text where a table has one cell for them, as in a CSV file.</summary>
/// <param name="names">The names; copied.</param>
internal sealed class NameList(IEnumerable<string> names) : ReadOnlyCollection<string>([.. names])
{
    /// <summary>The names, separated by commas.</summary>
    public override string ToString() => string.Join(", ", this);
}
