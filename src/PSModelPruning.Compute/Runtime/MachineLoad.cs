using System.Globalization;

namespace PSModelPruning.Compute.Runtime;

/// <summary>What the processors of a Linux machine have done since it started, and what this process had of it.</summary>
/// <param name="Busy">Clock ticks in which processors worked, for anybody; for other guests of the same host too.</param>
/// <param name="All">All clock ticks, of all processors.</param>
/// <param name="Own">Ticks that they worked for this process.</param>
/// <param name="Running">Threads that want a processor now.</param>
internal readonly record struct MachineLoad(long Busy, long All, long Own, int Running)
{
    private const int IdleField = 3;
    private const int WaitField = 4;

    // Guests' time, the fields after these, is also counted as the user's.
    private const int Fields = 8;

    /// <summary>The figures of now, or null where the system does not give them.</summary>
    internal static MachineLoad? Now()
    {
        try
        {
            return Of(File.ReadAllText("/proc/stat"), File.ReadAllText("/proc/self/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The figures in the texts of <c>/proc/stat</c> and <c>/proc/self/stat</c>.</summary>
    internal static MachineLoad Of(string machine, string process)
    {
        string[] lines = machine.Split('\n');
        long[] ticks =
        [
            .. lines[0]
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .Take(Fields)
                .Select(text => long.Parse(text, CultureInfo.InvariantCulture)),
        ];
        if (ticks.Length < Fields)
            throw new FormatException("The processors' times are not there.");
        string running = lines.FirstOrDefault(line => line.StartsWith("procs_running ", StringComparison.Ordinal)) ?? "procs_running 1";
        // The name of the process, in parentheses, may hold blanks. After it: state, ten others, time as user and as system.
        string[] own = process[(process.LastIndexOf(')') + 2)..].Split(' ');
        long all = ticks.Sum();
        return new MachineLoad(
            all - ticks[IdleField] - ticks[WaitField],
            all,
            long.Parse(own[11], CultureInfo.InvariantCulture) + long.Parse(own[12], CultureInfo.InvariantCulture),
            int.Parse(running.Split(' ')[1], CultureInfo.InvariantCulture)
        );
    }

    /// <summary>How many processors others kept busy since an earlier look; 0 where no time has passed.</summary>
    internal double OthersSince(MachineLoad before, int processors) =>
        All <= before.All ? 0 : Math.Max(0, Busy - before.Busy - (Own - before.Own)) / (double)(All - before.All) * processors;

    /// <summary>How many processors this process kept busy since an earlier look.</summary>
    internal double OwnSince(MachineLoad before, int processors) =>
        All <= before.All ? 0 : (Own - before.Own) / (double)(All - before.All) * processors;
}
