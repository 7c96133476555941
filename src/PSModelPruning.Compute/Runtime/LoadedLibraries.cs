using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>The native libraries that are in this process, by path.</summary>
internal static partial class LoadedLibraries
{
    private static readonly string[] TorchNames = ["torch_cpu", "torch", "LibTorchSharp"];

    /// <summary>The path of a libtorch in this process that does not lie in the given folder, or null. A few milliseconds.</summary>
    /// <param name="ownDirectory">The folder that our own copy is loaded from; links in it are followed.</param>
    internal static string? FindForeignTorch(string ownDirectory) => FindForeignTorch(Paths(), ownDirectory);

    /// <summary>The same over a given list of libraries.</summary>
    internal static string? FindForeignTorch(IEnumerable<string> libraries, string ownDirectory)
    {
        StringComparison comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        string[] own = [Path.GetFullPath(ownDirectory), FollowLinks(ownDirectory)];
        return libraries.FirstOrDefault(path =>
            IsTorch(Path.GetFileName(path), comparison) && !own.Any(directory => directory.Equals(Path.GetDirectoryName(path), comparison))
        );
    }

    private static bool IsTorch(string file, StringComparison comparison)
    {
        int extension = file.IndexOf('.');
        string name = extension < 0 ? file : file[..extension];
        return TorchNames.Any(torch => name.Equals(torch, comparison) || name.Equals("lib" + torch, comparison));
    }

    private static IEnumerable<string> Paths() =>
        OperatingSystem.IsLinux() ? LinuxPaths()
        : OperatingSystem.IsMacOS() ? MacPaths()
        : ModulePaths();

    /// <summary>Reads the mapped files from the kernel: libraries that were not loaded by .NET are seen too.</summary>
    private static IEnumerable<string> LinuxPaths()
    {
        const int pathField = 5;
        string? last = null;
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] fields = line.Split(' ', pathField + 1, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length <= pathField || fields[pathField] == last || !fields[pathField].StartsWith('/'))
                continue;
            last = fields[pathField].TrimStart();
            yield return last;
        }
    }

    private static IEnumerable<string> ModulePaths()
    {
        using Process process = Process.GetCurrentProcess();
        return [.. process.Modules.Cast<ProcessModule>().Select(module => module.FileName)];
    }

    /// <summary>Asks dyld, because .NET lists no modules on macOS.</summary>
    private static IEnumerable<string> MacPaths()
    {
        uint count = ImageCount();
        for (uint image = 0; image < count; image++)
        {
            if (Marshal.PtrToStringUTF8(ImageName(image)) is { } path)
                yield return path;
        }
    }

    private static string FollowLinks(string directory)
    {
        string real = Path.GetPathRoot(Path.GetFullPath(directory))!;
        foreach (string part in Path.GetRelativePath(real, Path.GetFullPath(directory)).Split(Path.DirectorySeparatorChar))
        {
            string next = Path.Combine(real, part);
            real = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }
        return real;
    }

    [LibraryImport("libSystem.dylib", EntryPoint = "_dyld_image_count")]
    private static partial uint ImageCount();

    [LibraryImport("libSystem.dylib", EntryPoint = "_dyld_get_image_name")]
    private static partial IntPtr ImageName(uint image);
}
