using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>
/// The methods that give a path of ever simpler models. Each is a part of the families that it prunes, see <see cref="ModelFamily"/>.
/// </summary>
internal static class PathMethodCatalog
{
    /// <summary>Every method.</summary>
    internal static IReadOnlyList<PathMethod> All { get; } = [.. ModelFamily.PartsOfAll<PathMethod>()];

    /// <summary>One entry per name.</summary>
    internal static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        .. All.GroupBy(method => method.Name)
            .Select(group => new CatalogEntry(group.Key, string.Join(" ", group.Select(method => method.Description).Distinct()))),
    ];

    /// <summary>Whether any method prunes the model's family.</summary>
    internal static bool Accepts(Model model) => For(model).Any();

    /// <summary>The methods of a model's family; the first is its default.</summary>
    internal static IEnumerable<PathMethod> For(Model model) => ModelFamily.Of(model)?.PartsOf<PathMethod>() ?? [];

    /// <summary>The method of a name for a model's family, without regard to case; "" takes the family's default.</summary>
    /// <exception cref="ComputeException"><c>MethodNotForModel</c>: there is none of that name for the family. <c>ModelNotPrunable</c>:
    /// there is none at all.</exception>
    internal static PathMethod Get(Model model, string? name) =>
        !Accepts(model)
            ? throw PruningErrors.FamilyNotPrunable(model)
            : For(model).FirstOrDefault(method => name is null || method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw PruningErrors.NoSuchPath(model, name!, For(model).Select(method => method.Name));
}
