using System.Management.Automation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Arguments;

/// <summary>Accepts the names of a catalog, without regard to case, and nothing else; the error names what there is.</summary>
internal sealed class CatalogValueAttribute<TCatalog> : ValidateEnumeratedArgumentsAttribute
    where TCatalog : ICatalog
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        string name = element?.ToString() ?? "";
        string[] known = [.. TCatalog.Entries.Select(entry => entry.Name)];
        if (known.Contains(name, StringComparer.OrdinalIgnoreCase))
            return;
        IReadOnlyList<string> near = NearestNames.Find(name, known, most: 1);
        throw new ValidationMetadataException(
            $"'{name}' is not a known {TCatalog.Family}.{(near.Count > 0 ? $" Did you mean '{near[0]}'?" : "")} Known: {string.Join(", ", known)}.");
    }
}
