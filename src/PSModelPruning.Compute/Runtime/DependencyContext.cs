using System.Reflection;
using System.Runtime.Loader;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Loads the libraries that this assembly depends on (TorchSharp, CsvHelper, MathNet, Protobuf …) from one folder into a context of
/// their own, so that another module in the process may bring other versions of them, and finds the native libraries of this platform.
/// </summary>
/// <remarks>
/// Only requests that come from this project's own assemblies are answered. Inside the context requests are answered first from the
/// folder and only then by the process, so a library of the folder never meets somebody else's version of its own dependency.
/// PowerShell does not read deps.json, which is why the native libraries are not found without this.
/// </remarks>
internal sealed class DependencyContext : AssemblyLoadContext
{
    private static readonly object Gate = new();
    private static readonly HashSet<Assembly> Requesters = [];
    private static DependencyContext? s_installed;

    private readonly string _directory;

    private DependencyContext(string directory)
        : base("PSModelPruning") => _directory = directory;

    /// <summary>The folder of native libraries, or null before <see cref="Install"/>.</summary>
    internal static string? NativeDirectory => s_installed is null ? null : Path.Combine(s_installed._directory, "native");

    /// <summary>
    /// Starts answering the requests of this assembly and of <paramref name="requesters"/>. Calling it again adds requesters.
    /// </summary>
    /// <param name="directory">The folder that holds the managed libraries and, under <c>native/</c>, the native ones.</param>
    /// <param name="requesters">Further assemblies whose requests are answered.</param>
    internal static void Install(string directory, params Assembly[] requesters)
    {
        lock (Gate)
        {
            Requesters.Add(typeof(DependencyContext).Assembly);
            foreach (Assembly requester in requesters)
                Requesters.Add(requester);
            if (s_installed is not null)
                return;
            s_installed = new DependencyContext(directory);
            AppDomain.CurrentDomain.AssemblyResolve += Answer;
        }
    }

    private static Assembly? Answer(object? sender, ResolveEventArgs request)
    {
        lock (Gate)
        {
            if (s_installed is null || request.RequestingAssembly is null || !Requesters.Contains(request.RequestingAssembly))
                return null;
        }
        return s_installed.Load(new AssemblyName(request.Name));
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        string? path = TorchRuntime.NativeLibraryPath(unmanagedDllName);
        return path is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(path);
    }
}
