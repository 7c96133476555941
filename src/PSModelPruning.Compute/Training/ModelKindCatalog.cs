using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Training;

/// <summary>The kinds of models that can be trained. Each is a part of its <see cref="ModelFamily"/>.</summary>
internal sealed class ModelKindCatalog : ICatalog
{
    internal const string Network = "Network";
    internal const string Linear = "Linear";
    internal const string Tree = "Tree";
    internal const string Forest = "Forest";
    internal const string Boosted = "Boosted";

    private static readonly ModelKind[] Kinds = [.. ModelFamily.PartsOfAll<ModelKind>()];

    /// <inheritdoc/>
    public static string Family => "kind of model";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Kinds.Select(kind => new CatalogEntry(kind.Name, kind.Description))];

    /// <summary>The kind of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>: there is none of that name.</exception>
    internal static ModelKind Get(string name) =>
        Kinds.FirstOrDefault(kind => kind.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<ModelKindCatalog>(name);

    /// <summary>The kind that made a model; null for a model that no kind makes (an ensemble of models that were trained apart).</summary>
    internal static ModelKind? Of(Model model) => Kinds.FirstOrDefault(kind => kind.Made(model));

    /// <summary>Kinds that read an option of training.</summary>
    internal static IEnumerable<string> Reading(string parameter) =>
        Kinds.Where(kind => kind.Parameters.Contains(parameter)).Select(kind => kind.Name);
}
