using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Schedules;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// The criteria, granularities and schedules that a pruning chooses from: those of the catalogs, unless others are given. Nothing else
/// lists them.
/// </summary>
internal sealed record NetworkVariants
{
    /// <summary>Those of the catalogs.</summary>
    internal static readonly NetworkVariants Listed = new();

    /// <summary>The criteria; the first is the default.</summary>
    public IReadOnlyList<PruningCriterion> Criteria { get; init; } = CriterionCatalog.All;

    /// <summary>The granularities; where several fit what was asked for, the first does.</summary>
    public IReadOnlyList<PruningGranularity> Granularities { get; init; } = GranularityCatalog.All;

    /// <summary>The schedules.</summary>
    public IReadOnlyList<PruningSchedule> Schedules { get; init; } = PruningScheduleCatalog.All;

    /// <summary>The criterion of a name, without regard to case; null takes the default.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal PruningCriterion Criterion(string? name) =>
        name is null ? Criteria[0] : Find(Criteria, criterion => criterion.Name, name) ?? CriterionCatalog.Get(name);

    /// <summary>Whether a name is that of a criterion, without regard to case.</summary>
    internal bool HasCriterion(string? name) => name is not null && Find(Criteria, criterion => criterion.Name, name) is not null;

    /// <summary>The granularity of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal PruningGranularity Granularity(string name) =>
        Find(Granularities, granularity => granularity.Name, name) ?? GranularityCatalog.Get(name);

    /// <summary>The names of the granularities that fit, for a message.</summary>
    internal string GranularitiesWhere(Func<PruningGranularity, bool> fits) =>
        string.Join(", ", Granularities.Where(fits).Select(granularity => granularity.Name));

    /// <summary>The schedule of a name, without regard to case.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal PruningSchedule Schedule(string name) => Find(Schedules, schedule => schedule.Name, name) ?? PruningScheduleCatalog.Get(name);

    private static T? Find<T>(IReadOnlyList<T> variants, Func<T, string> nameOf, string name)
        where T : class => variants.FirstOrDefault(variant => nameOf(variant).Equals(name, StringComparison.OrdinalIgnoreCase));
}
