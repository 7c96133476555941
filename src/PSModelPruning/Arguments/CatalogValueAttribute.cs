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
        if (!TCatalog.Entries.Any(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
            throw new ValidationMetadataException(CatalogErrors.Text<TCatalog>(name));
    }
}
