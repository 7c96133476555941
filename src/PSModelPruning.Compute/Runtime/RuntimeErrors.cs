namespace PSModelPruning.Compute.Runtime;

/// <summary>The errors of loading the native libraries.</summary>
internal static class RuntimeErrors
{
    internal static ComputeException NativeLibraryMissing(string platform, string? directory) => new(
        "TorchUnavailable", ErrorKind.NotInstalled,
        $"There is no libtorch for this platform ({platform}) in '{directory ?? "(no dependency folder)"}'. "
        + "Install the PSModelPruning package of your platform: linux-x64, win-x64 or osx-arm64.");

    internal static ComputeException NativeLibraryUnusable(string platform, Exception cause) => new(
        "TorchUnavailable", ErrorKind.NotInstalled,
        $"libtorch could not be loaded on this platform ({platform}): {cause.Message} "
        + "It needs glibc 2.34 or later with libstdc++ 6 on Linux, and the Visual C++ 2015-2022 runtime on Windows.", cause);

    internal static ComputeException TorchAlreadyLoaded(string path) => new(
        "TorchConflict", ErrorKind.ResourceUnavailable,
        $"Another libtorch is already loaded in this process ('{path}'), and two copies cannot live in one process. "
        + "Use PSModelPruning in a session of its own.");
}
