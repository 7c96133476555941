using System.Globalization;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// How much memory there is, so that what a description or a file asks for can be refused before it is spent. A process that takes more
/// than there is ends without a word, and others with it.
/// </summary>
internal static class MemoryBudget
{
    /// <summary>What must be left of the memory while a file of unknown length is read.</summary>
    private const double LeastLeft = 0.04;

    private const string AvailableLine = "MemAvailable:";

    /// <summary>Bytes that this process may use: the machine's, or fewer where a container allows fewer.</summary>
    internal static long All => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Bytes that are free now.</summary>
    internal static long Available
    {
        get
        {
            long left = Math.Max(0, All - Environment.WorkingSet);
            return OfMachine() is { } free ? Math.Min(left, free) : left;
        }
    }

    /// <summary>Whether something is too large: more than half of what is free now.</summary>
    internal static bool IsTooMuch(double bytes) => bytes > Available * 0.5;

    /// <summary>Ends the reading of a file while there is still memory left.</summary>
    /// <exception cref="ComputeException"><c>MemoryExhausted</c>.</exception>
    internal static void RequireSomeLeft()
    {
        if (Available < All * LeastLeft)
            throw RuntimeErrors.MemoryExhausted(null);
    }

    /// <summary>What Linux says could be had without swapping; null elsewhere.</summary>
    private static long? OfMachine()
    {
        if (!OperatingSystem.IsLinux())
            return null;
        try
        {
            string? line = File.ReadLines("/proc/meminfo").FirstOrDefault(line => line.StartsWith(AvailableLine, StringComparison.Ordinal));
            string number = (line ?? "")[Math.Min(AvailableLine.Length, line?.Length ?? 0)..].Replace("kB", "", StringComparison.Ordinal);
            return long.TryParse(
                number,
                NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture,
                out long kilobytes
            )
                ? kilobytes << 10
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
