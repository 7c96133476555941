using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// How long OpenMP's threads look for the next piece of work before they sleep. By default they look for milliseconds, which nobody
/// notices on a quiet machine. On a shared one each of them keeps a core from the threads that it waits for, and a training takes ten
/// times its fair share of the machine.
/// </summary>
internal static partial class OpenMpWaiting
{
    /// <summary>Intel's and LLVM's OpenMP, of libtorch for Windows and macOS: milliseconds. Their own number is 200.</summary>
    internal const string IntelMilliseconds = "1";

    private const string IntelBlockTime = "KMP_BLOCKTIME";

    // What says how threads wait. Whoever sets one of these has chosen.
    private static readonly string[] Choices = ["OMP_WAIT_POLICY", "GOMP_SPINCOUNT", IntelBlockTime, "KMP_LIBRARY"];

    /// <summary>
    /// Sees to it that threads do not look for long where others want the processors, unless the environment says how to wait. OpenMP
    /// reads its variables when it is loaded, so this comes before.
    /// </summary>
    /// <returns>Whether <see cref="SharedMachine"/> is to decide.</returns>
    internal static bool Prepare()
    {
        try
        {
            bool chosen = PassOn(Environment.GetEnvironmentVariable, Native.Get, Native.Set);
            if (OperatingSystem.IsLinux())
                return !chosen;
            if (!chosen)
                Native.Set(IntelBlockTime, IntelMilliseconds);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // A C library of another name: threads wait as they always did.
        }
        return false;
    }

    /// <summary>Looks whether the environment says how to wait, and tells native libraries what only .NET knows of it.</summary>
    /// <param name="managed">Reads the environment that .NET keeps, which <c>$env:</c> of PowerShell changes.</param>
    /// <param name="native">Reads the environment that native libraries see.</param>
    /// <param name="set">Changes the latter.</param>
    /// <returns>Whether it does.</returns>
    internal static bool PassOn(Func<string, string?> managed, Func<string, string?> native, Action<string, string> set)
    {
        bool chosen = false;
        foreach (string name in Choices)
        {
            string? known = native(name);
            chosen |= known is not null;
            if (known is null && managed(name) is { Length: > 0 } value)
            {
                set(name, value);
                chosen = true;
            }
        }
        return chosen;
    }

    /// <summary>The environment of the C library. On Unix .NET works on a copy that native code does not see.</summary>
    private static partial class Native
    {
        internal static string? Get(string name) => Marshal.PtrToStringUTF8(OperatingSystem.IsWindows() ? GetWindows(name) : GetUnix(name));

        internal static void Set(string name, string value) =>
            _ = OperatingSystem.IsWindows() ? SetWindows(name, value) : SetUnix(name, value, overwrite: 0);

        [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
        private static partial IntPtr GetUnix(string name);

        [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int SetUnix(string name, string value, int overwrite);

        [LibraryImport("ucrtbase", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
        private static partial IntPtr GetWindows(string name);

        // Sets the variable in the C runtime and in the process.
        [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
        private static partial int SetWindows(string name, string value);
    }
}
