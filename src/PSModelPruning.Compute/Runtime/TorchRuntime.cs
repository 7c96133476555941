using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The one door to libtorch: checks before the first tensor that the native libraries of this platform are there and that no other copy
/// is in the process, and holds the lock under which models are trained and pruned.
/// </summary>
internal static class TorchRuntime
{
    private static readonly object TrainingLock = new();
    private static readonly object LoadLock = new();
    private static bool s_available;

    /// <summary>True once libtorch was loaded by this assembly.</summary>
    internal static bool IsLoaded => s_available;

    /// <summary>Loads libtorch if that has not happened yet. To be called before the first tensor of every public operation.</summary>
    /// <exception cref="ComputeException"><c>TorchUnavailable</c>: the platform has no native library here, or it could not be loaded.
    /// <c>TorchConflict</c>: another libtorch is already in the process; a second one would abort it.</exception>
    internal static void EnsureAvailable()
    {
        if (s_available)
            return;
        lock (LoadLock)
        {
            if (s_available)
                return;
            string wrapper = NativeLibraryPath("LibTorchSharp")
                ?? throw RuntimeErrors.NativeLibraryMissing(RuntimeInformation.RuntimeIdentifier, DependencyContext.NativeDirectory);
            if (ForeignTorch() is { } foreign)
                throw RuntimeErrors.TorchAlreadyLoaded(foreign);
            try
            {
                NativeLibrary.Load(NativeLibraryPath("torch_cpu")
                    ?? throw RuntimeErrors.NativeLibraryMissing(RuntimeInformation.RuntimeIdentifier, DependencyContext.NativeDirectory));
                NativeLibrary.Load(wrapper);
            }
            catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
            {
                throw RuntimeErrors.NativeLibraryUnusable(RuntimeInformation.RuntimeIdentifier, e);
            }
            InitializeTorch();
            s_available = true;
        }
    }

    /// <summary>Runs work under the process-wide lock that guards torch's global state (thread count, random numbers).</summary>
    /// <param name="threads">Threads for tensor operations while the work runs; 0 leaves the count as it is.</param>
    /// <param name="work">What to do.</param>
    internal static T Exclusive<T>(int threads, Func<T> work)
    {
        EnsureAvailable();
        lock (TrainingLock)
        {
            int before = torch.get_num_threads();
            if (threads > 0)
                torch.set_num_threads(threads);
            try
            {
                return work();
            }
            finally
            {
                if (threads > 0)
                    torch.set_num_threads(before);
            }
        }
    }

    /// <summary>The path of a native library in the dependency folder, by its bare name, or null.</summary>
    internal static string? NativeLibraryPath(string name)
    {
        if (DependencyContext.NativeDirectory is not { } directory)
            return null;
        string[] candidates = OperatingSystem.IsWindows() ? [name + ".dll", name]
            : OperatingSystem.IsMacOS() ? ["lib" + name + ".dylib", name]
            : ["lib" + name + ".so", name];
        return candidates.Select(c => Path.Combine(directory, c)).FirstOrDefault(File.Exists);
    }

    private static string? ForeignTorch()
    {
        using Process process = Process.GetCurrentProcess();
        string own = Path.GetFullPath(DependencyContext.NativeDirectory!);
        return process.Modules.Cast<ProcessModule>().Select(m => m.FileName).FirstOrDefault(file =>
            Path.GetFileNameWithoutExtension(file) is "libtorch_cpu" or "torch_cpu" && Path.GetDirectoryName(Path.GetFullPath(file)) != own);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void InitializeTorch() => torch.InitializeDeviceType(DeviceType.CPU);
}
