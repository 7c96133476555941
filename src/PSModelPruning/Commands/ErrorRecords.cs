using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <summary>Every error record that the cmdlets write.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of an error, whose message then names parameters and cmdlets.</summary>
    internal static ErrorRecord From(ComputeException e, object? target = null, MessageWording? wording = null) =>
        new(e.In(wording ?? CommandWording.Instance), e.ErrorId, Category(e.Kind), target);

    /// <summary>libtorch reports exhausted memory as a failed check of its allocator.</summary>
    internal static bool IsOutOfMemory(Exception e) =>
        e.Message.Contains("not enough memory", StringComparison.OrdinalIgnoreCase)
        || e.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    private static ErrorCategory Category(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.InvalidArgument => ErrorCategory.InvalidArgument,
            ErrorKind.InvalidData => ErrorCategory.InvalidData,
            ErrorKind.ObjectNotFound => ErrorCategory.ObjectNotFound,
            ErrorKind.InvalidOperation => ErrorCategory.InvalidOperation,
            ErrorKind.LimitsExceeded => ErrorCategory.LimitsExceeded,
            ErrorKind.ReadError => ErrorCategory.ReadError,
            ErrorKind.WriteError => ErrorCategory.WriteError,
            ErrorKind.NotInstalled => ErrorCategory.NotInstalled,
            ErrorKind.ResourceUnavailable => ErrorCategory.ResourceUnavailable,
            ErrorKind.SecurityError => ErrorCategory.SecurityError,
            _ => ErrorCategory.NotSpecified,
        };
}
