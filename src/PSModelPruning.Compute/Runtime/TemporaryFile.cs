using System.Diagnostics;
using System.Globalization;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The names of the files that are written beside their place and moved there when they are whole. A name tells for which file it is and
/// which process of which machine writes it, so that what a killed process left can be told from what another one is writing.
/// </summary>
internal static class TemporaryFile
{
    private const string Extension = ".psmptmp";
    private const int LongestName = 150;

    /// <summary>After this, a file of another machine, or of a process whose number is taken again, is nobody's.</summary>
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>A new path beside a target, readable by nobody else but its owner as long as it is a temporary one.</summary>
    internal static string PathFor(string target) =>
        Path.Combine(
            Path.GetDirectoryName(target)!,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Prefix(target)}{Machine}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}{Extension}"
            )
        );

    /// <summary>Removes what writes to a target left that were killed. What cannot be removed stays.</summary>
    internal static void RemoveLeftovers(string target)
    {
        try
        {
            string prefix = Prefix(target);
            foreach (FileInfo file in new DirectoryInfo(Path.GetDirectoryName(target)!).EnumerateFiles(".*" + Extension))
            {
                if (file.Name.StartsWith(prefix, StringComparison.Ordinal) && IsAbandoned(file, file.Name[prefix.Length..].Split('-')))
                    file.Delete();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The write that is to come does not need their place.
        }
    }

    private static string Machine => StableName(Environment.MachineName);

    private static string Prefix(string target)
    {
        string name = Path.GetFileName(target);
        return $".{(name.Length > LongestName ? StableName(name) : name)}.";
    }

    private static string StableName(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
            hash = unchecked((hash ^ character) * 16777619);
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }

    private static bool IsAbandoned(FileInfo file, string[] parts)
    {
        if (parts.Length != 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process))
            return false;
        return DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned || (parts[0] == Machine && !IsRunning(process));
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }
}
