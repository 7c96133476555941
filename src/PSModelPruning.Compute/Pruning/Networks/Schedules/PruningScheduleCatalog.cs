using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>Lists every schedule. To add one, add its class and a line here.</summary>
internal sealed class PruningScheduleCatalog : ICatalog
{
    /// <summary>The variants themselves.</summary>
    internal static IReadOnlyList<PruningSchedule> All { get; } =
    [
        new OneShotSchedule(),
        new IterativeSchedule(),
        new GeometricSchedule(),
        new GradualSchedule(),
        new LotteryTicketSchedule(),
        new LearningRateRewindingSchedule(),
        new DynamicSurgerySchedule(),
        new ProximalSchedule(),
    ];

    private PruningScheduleCatalog() { }

    /// <inheritdoc/>
    public static string Family => "pruning schedule";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [.. All.Select(schedule => new CatalogEntry(schedule.Name, schedule.Description))];

    /// <summary>The options of pruning that some schedules read.</summary>
    internal static IReadOnlyList<string> Reads { get; } = [.. All.SelectMany(schedule => schedule.Reads).Distinct()];

    /// <summary>The names of the schedules that read a parameter.</summary>
    internal static IEnumerable<string> Reading(string parameter) =>
        All.Where(schedule => schedule.Reads.Contains(parameter)).Select(schedule => schedule.Name);

    /// <summary>The schedule of a name, without regard to case.</summary>
    internal static PruningSchedule Get(string name) =>
        All.FirstOrDefault(schedule => schedule.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<PruningScheduleCatalog>(name);
}
