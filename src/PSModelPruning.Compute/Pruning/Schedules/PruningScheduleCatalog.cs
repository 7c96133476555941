using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Schedules;

/// <summary>Lists every schedule. To add one, add its class and a line here.</summary>
internal sealed class PruningScheduleCatalog : ICatalog
{
    private static readonly PruningSchedule[] Schedules =
    [
        new OneShotSchedule(),
        new IterativeSchedule(),
        new GradualSchedule(),
    ];

    private PruningScheduleCatalog() { }

    /// <inheritdoc/>
    public static string Family => "pruning schedule";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Schedules.Select(schedule => new CatalogEntry(schedule.Name, schedule.Description))];

    /// <summary>The schedule of a name, without regard to case.</summary>
    internal static PruningSchedule Get(string name) =>
        Schedules.FirstOrDefault(schedule => schedule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<PruningScheduleCatalog>(name);
}
