namespace PSModelPruning.Compute.Runtime;

/// <summary>The errors of loading the native libraries.</summary>
internal static class RuntimeErrors
{
    internal static ComputeException NativeLibraryMissing(string platform, string? directory) =>
        new(
            "TorchUnavailable",
            ErrorKind.NotInstalled,
            $"There is no libtorch for this platform ({platform}) in '{directory ?? "(no dependency folder)"}'. "
                + $"Install the PSModelPruning package of your platform: linux-x64, win-x64 or osx-arm64."
        );

    internal static ComputeException NativeLibraryUnusable(string platform, Exception cause) =>
        new(
            "TorchUnavailable",
            ErrorKind.NotInstalled,
            $"libtorch could not be loaded on this platform ({platform}): {cause.Message.ReplaceLineEndings(" ").TrimEnd()} "
                + $"It needs glibc 2.34 and libstdc++ of GCC 11 or later on Linux, the Visual C++ 2015-2022 runtime on Windows, and macOS "
                + $"11 on Apple silicon.",
            cause
        );

    internal static ComputeException TorchAlreadyLoaded(string path) =>
        new(
            "TorchConflict",
            ErrorKind.ResourceUnavailable,
            $"Another libtorch is already loaded in this process ('{path}'), and two copies cannot live in one process. "
                + $"Use PSModelPruning in a separate session."
        );

    /// <summary>An error inside libtorch that no check of ours came before; its first line tells what, the rest is its own stack.</summary>
    internal static ComputeException TorchFailed(Exception cause) =>
        new(
            "TorchFailed",
            ErrorKind.InvalidOperation,
            $"libtorch could not do the computation: {cause.Message.Split('\n')[0].Trim()}",
            cause
        );

    internal static ComputeException MemoryExhausted(Exception? cause) =>
        new(
            "MemoryExhausted",
            ErrorKind.LimitsExceeded,
            $"There is not enough memory for this. Take a smaller {Option.BatchSize}, fewer rows ({Operation.ImportDataset} "
                + $"{Option.SampleFraction}) or a smaller model.",
            cause
        );
}
