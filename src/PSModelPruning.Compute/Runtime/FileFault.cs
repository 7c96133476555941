using System.Runtime.InteropServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>Why a file could not be read or written, in the words of the operating system.</summary>
internal static class FileFault
{
    private const int FacilityMask = 0xFFFF;

    /// <summary>The reason, as the end of a sentence.</summary>
    internal static string Reason(Exception cause) =>
        cause switch
        {
            UnauthorizedAccessException => "access is denied",
            FileNotFoundException or DirectoryNotFoundException => "it is not there any more",
            PathTooLongException => "its path is too long",
            EndOfStreamException => "it ends too early",
            ArgumentOutOfRangeException => "it would be larger than the file system or the process allows",
            _ => OfSystem(cause.HResult),
        };

    /// <summary>.NET keeps the number of Unix as it is, and that of Windows in an HRESULT.</summary>
    private static string OfSystem(int code) =>
        code is > 0 and <= FacilityMask ? Words(code)
        : OperatingSystem.IsWindows() && (code & ~FacilityMask) == unchecked((int)0x80070000) ? Words(code & FacilityMask)
        : "the system reports no reason";

    private static string Words(int code)
    {
        string words = Marshal.GetPInvokeErrorMessage(code).TrimEnd('.', ' ', '\r', '\n');
        return words.Length == 0
            ? FormattableString.Invariant($"the system reports error {code}")
            : char.ToLowerInvariant(words[0]) + words[1..];
    }
}
