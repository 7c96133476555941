using System.Text.Json;

namespace PSModelPruning.Compute.Storage;

/// <summary>Where JSON of a model file is wrong.</summary>
internal static class JsonFault
{
    /// <summary>The place, as the end of a sentence.</summary>
    internal static string Place(Exception cause)
    {
        if (cause is not JsonException { LineNumber: { } line } fault)
            return "it is not the JSON that belongs there.";
        string place = FormattableString.Invariant($"line {line + 1}, byte {(fault.BytePositionInLine ?? 0) + 1}");
        return fault.Path is { Length: > 1 } path
            ? $"its JSON is wrong at {StorageErrors.Printable(path)} ({place})."
            : $"its JSON is wrong at {place}.";
    }
}
