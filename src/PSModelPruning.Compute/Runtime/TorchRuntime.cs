using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The one door to libtorch: checks before the first tensor that the native libraries of this platform are there and that no other copy
/// is in the process.
/// </summary>
internal static class TorchRuntime
{
    private static readonly object LoadLock = new();
    private static volatile bool s_available;

    /// <summary>True once libtorch was loaded by this assembly.</summary>
    internal static bool IsLoaded => s_available;

    /// <summary>
    /// Loads libtorch if that has not happened yet, and prepares this thread. To be called before the first tensor of every public
    /// operation.
    /// </summary>
    /// <exception cref="ComputeException"><c>TorchUnavailable</c>: the platform has no native library here, or it could not be loaded.
    /// <c>TorchConflict</c>: another libtorch is already in the process; a second one would abort it.</exception>
    internal static void EnsureAvailable()
    {
        if (!s_available)
            Load();
        ThreadLimit.StartThread();
    }

    private static void Load()
    {
        lock (LoadLock)
        {
            if (s_available)
                return;
            string wrapper = Require("LibTorchSharp");
            Require("torch_cpu");
            if (LoadedLibraries.FindForeignTorch(DependencyContext.NativeDirectory!) is { } foreign)
                throw RuntimeErrors.TorchAlreadyLoaded(foreign);
            bool adapts = OpenMpWaiting.Prepare();
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
            if (adapts)
                SharedMachine.Enable();
            s_available = true;
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
    private static void InitializeTorch()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        ThreadLimit.StartTensors();
    }
}
