using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;

namespace PSModelPruning.Compute.Storage;

/// <summary>The errors of model files.</summary>
internal static class StorageErrors
{
    /// <summary>The id of the errors of files that are damaged or make no sense.</summary>
    internal const string CorruptId = "ModelFileCorrupt";

    private const string Update = "Update PSModelPruning to read it.";
    private const string Remedy = "Export the model again or fetch the file anew.";

    internal static ComputeException FileNotFound(string file) =>
        new("ModelFileNotFound", ErrorKind.ObjectNotFound, $"There is no model file '{file}'.");

    internal static ComputeException Unreadable(string file, Exception cause) =>
        new("ModelFileUnreadable", ErrorKind.ReadError, $"The model file '{file}' cannot be read: {FileFault.Reason(cause)}.", cause);

    internal static ComputeException NotRecognized(string file, IEnumerable<string> known) =>
        new(
            CorruptId,
            ErrorKind.InvalidData,
            $"'{file}' is not a model file, or its beginning is damaged. Known formats: {string.Join(", ", known)}."
        );

    internal static ComputeException Corrupt(string file, ComputeMessage reason, Exception? cause = null) =>
        new(CorruptId, ErrorKind.InvalidData, $"The model file '{file}' is damaged or incomplete: {reason} {Remedy}", cause);

    internal static ComputeException Tampered(string file, ComputeMessage what, Exception? cause = null) =>
        new(
            "ModelFileTampered",
            ErrorKind.SecurityError,
            $"The model file '{file}' was changed after it was written: {what} {Remedy}",
            cause
        );

    internal static ComputeException UnsafePath(string file, string entry) =>
        new(
            "ModelFileUnsafePath",
            ErrorKind.SecurityError,
            $"The model file '{file}' has an entry '{Printable(entry)}' that names a place outside of it. Model files never do: do not "
                + $"trust it."
        );

    internal static ComputeException UnknownPart(string file, string entry) =>
        new(
            CorruptId,
            ErrorKind.SecurityError,
            $"The model file '{file}' has a part '{Printable(entry)}' that model files do not have. {Remedy}"
        );

    internal static ComputeException NewerVersion(string file, FormatVersion version) =>
        new(
            "ModelFileVersion",
            ErrorKind.InvalidData,
            $"The model file '{file}' has format version {version}; this module reads up to version {FormatVersion.Newest}. {Update}"
        );

    internal static ComputeException FeaturesUnknown(string file, string part, IEnumerable<string> features) =>
        new(
            "ModelFileVersion",
            ErrorKind.InvalidData,
            $"The part '{part}' of the model file '{file}' needs what this module does not know: "
                + $"{string.Join(", ", features.Take(10).Select(feature => Printable(feature ?? "")))}. {Update}"
        );

    internal static ComputeException NewerContent(string file, FormatVersion version, ComputeException cause) =>
        new(
            "ModelFileVersion",
            ErrorKind.InvalidData,
            $"The model file '{file}' has format version {version} and holds what this module, which knows version "
                + $"{FormatVersion.Newest}, cannot read. {Update} The cause: {cause.Content}",
            cause
        );

    /// <summary>What the user should know of a file of a newer minor version that could be read.</summary>
    internal static string NewerMinorVersion(string file, FormatVersion version) =>
        $"The model file '{file}' has format version {version}; this module knows version {FormatVersion.Newest}. What it does not know "
        + "was ignored: the model predicts as it should, but some of what the file says about it may be missing. Update PSModelPruning to "
        + "read all of it.";

    internal static ComputeException TooLarge(string file, ComputeMessage what) =>
        new("ModelFileTooLarge", ErrorKind.LimitsExceeded, $"The model file '{file}' is refused: {what}");

    internal static ComputeException ExtensionUnknown(string file, string extension, IEnumerable<string> known) =>
        new(
            "ModelFormatUnknown",
            ErrorKind.InvalidArgument,
            $"No model format that can be written has the extension '{Printable(extension)}' of '{Path.GetFileName(file)}'. Use the "
                + $"extension of a format, or specify the format with {Option.Format}. Formats: {string.Join(", ", known)}."
        );

    internal static ComputeException ClassesNamed(string file) =>
        new(
            "ModelFileNamesClasses",
            ErrorKind.InvalidArgument,
            $"The model file '{file}' names its classes itself. {Option.Classes} is for ONNX files; leave it out."
        );

    internal static ComputeException FamilyUnsupported(string kind, string format) =>
        new("ModelFormatUnsupported", ErrorKind.InvalidOperation, $"A model of kind '{kind}' cannot be written as {format}.");

    internal static ComputeException OnlyTrees(string kind, string format) =>
        new(
            "ModelFormatUnsupported",
            ErrorKind.InvalidOperation,
            $"The format {format} shows one decision tree; a model of kind '{kind}' has no such text. Export it with "
                + $"{Option.Format.Is("PSModel")}, or train a tree with {Option.Kind.Is("Tree")}."
        );

    /// <summary>A name from a file, made safe to print: control characters as signs, cut at 100 characters.</summary>
    internal static string Printable(string text) => PlainText.Of(text.Length > 100 ? text[..100] + "…" : text);
}
