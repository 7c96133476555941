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
            string wrapper = Require("LibTorchSharp");
            Require("torch_cpu");
            if (LoadedLibraries.FindForeignTorch(DependencyContext.NativeDirectory!) is { } foreign)
                throw RuntimeErrors.TorchAlreadyLoaded(foreign);
            try
            {
                // libtorch for macOS asks for OpenMP where Homebrew would have put it; a library of that name that is already loaded is
                // taken instead.
                if (OperatingSystem.IsMacOS() && NativeLibraryPath("omp") is { } openMp)
                    NativeLibrary.Load(openMp);
                NativeLibrary.Load(wrapper);
                InitializeTorch();
            }
            catch (Exception e)
                when (e is DllNotFoundException or BadImageFormatException or TypeInitializationException or NotSupportedException)
            {
                throw RuntimeErrors.NativeLibraryUnusable(RuntimeInformation.RuntimeIdentifier, e.GetBaseException());
            }
            s_available = true;
        }
    }

    /// <summary>
    /// Runs work under the process-wide lock that guards torch's global state (thread count, random numbers). May be nested.
    /// </summary>
    /// <param name="threads">Threads for tensor operations while the work runs; 0 leaves the count as it is, and does not load libtorch for
    /// work without tensors.</param>
    /// <param name="work">What to do.</param>
    /// <param name="cancellation">Ends the wait for another run that holds the lock.</param>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    internal static T Exclusive<T>(int threads, Func<T> work, CancellationToken cancellation = default)
    {
        const int lookAtCancellation = 100;
        if (threads > 0)
            EnsureAvailable();
        while (!Monitor.TryEnter(TrainingLock, lookAtCancellation))
            cancellation.ThrowIfCancellationRequested();
        try
        {
            return threads > 0 ? WithThreads(threads, work) : work();
        }
        finally
        {
            Monitor.Exit(TrainingLock);
        }
    }

    private static T WithThreads<T>(int threads, Func<T> work)
    {
        int before = torch.get_num_threads();
        torch.set_num_threads(threads);
        try
        {
            return work();
        }
        finally
        {
            torch.set_num_threads(before);
        }
    }

    /// <summary>The path of a native library in the dependency folder, by its bare name, or null.</summary>
    internal static string? NativeLibraryPath(string name)
    {
        if (DependencyContext.NativeDirectory is not { } directory)
            return null;
        string[] candidates =
            OperatingSystem.IsWindows() ? [name + ".dll", name]
            : OperatingSystem.IsMacOS() ? ["lib" + name + ".dylib", name]
            : ["lib" + name + ".so", name];
        return candidates.Select(c => Path.Combine(directory, c)).FirstOrDefault(File.Exists);
    }

    private static string Require(string name) =>
        NativeLibraryPath(name)
        ?? throw RuntimeErrors.NativeLibraryMissing(RuntimeInformation.RuntimeIdentifier, DependencyContext.NativeDirectory);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void InitializeTorch() => torch.InitializeDeviceType(DeviceType.CPU);
}
