namespace PSModelPruning.Compute.Data;

/// <summary>The errors of formats, folders and archives.</summary>
internal static partial class DataErrors
{
    internal static ComputeException NoData(string path) =>
        new(
            "NoDataFiles",
            ErrorKind.ObjectNotFound,
            $"'{path}' holds no file of data. Tables in a folder or an archive need an extension such as .csv, .tsv or .jsonl; images need "
                + $"the content of their format. Known formats: {DataFormatCatalog.NameList}."
        );

    internal static ComputeException FormatNotRead(string path, string what, string remedy) =>
        new("FormatNotRead", ErrorKind.InvalidData, $"'{path}' is {what}, which is not read. {remedy}");

    internal static ComputeException ArffMalformed(string path, long line, string what) =>
        new("DataFileMalformed", ErrorKind.InvalidData, $"Line {line} of '{path}' is not ARFF: {what}.");

    internal static ComputeException OptionsNotForFormat(string what, IReadOnlyList<string> useless, IReadOnlyList<string> understood) =>
        new(
            "ParameterNotForFormat",
            ErrorKind.InvalidArgument,
            $"{ComputeMessage.Options(useless)} has no effect on {what}. {Instead(understood)}"
        );

    private static ComputeMessage Instead(IReadOnlyList<string> understood) =>
        understood.Count == 0
            ? "Omit it: images are read as they are."
            : $"Omit it. Options for that are {ComputeMessage.Options(understood)}.";

    internal static ComputeException NotJsonObject(string path, long line, long position, Exception cause) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"Line {line} of '{path}' is not one JSON object with properties: look at byte {position}. JSON Lines holds one object "
                + $"per line.",
            cause
        );

    internal static ComputeException ArchiveTooLarge(string path, SourceLimits limits) =>
        new(
            "ArchiveTooLarge",
            ErrorKind.LimitsExceeded,
            $"'{path}' holds more than {limits.Entries} files or {limits.Bytes >> 20} MB of uncompressed data. Extract the files that "
                + $"are needed and give their paths."
        );

    internal static ComputeException ArchiveEntryInvalid(string path, string name) =>
        new(
            "ArchiveEntryInvalid",
            ErrorKind.SecurityError,
            $"'{path}' holds a file with the name '{name}', which points out of the archive. Do not trust this archive."
        );

    internal static ComputeException ArchiveEncrypted(string path) =>
        new(
            "ArchiveEncrypted",
            ErrorKind.InvalidData,
            $"'{path}' is encrypted. Extract it with its password and give the path of " + $"the file."
        );
}
