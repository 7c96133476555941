using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The errors of reading files of data.</summary>
internal static partial class DataErrors
{
    internal static ComputeException FileNotFound(string path) =>
        new("DataFileNotFound", ErrorKind.ObjectNotFound, $"There is no file or folder '{path}'.");

    internal static ComputeException Unreadable(string path, Exception cause) =>
        new("DataFileUnreadable", ErrorKind.ReadError, $"'{path}' cannot be read: {FileFault.Reason(cause)}.", cause);

    internal static ComputeException Empty(string path) =>
        new("DataFileEmpty", ErrorKind.InvalidData, $"'{path}' is empty. A table needs at least one row, with or without a header.");

    internal static ComputeException HeaderOnly(string path) =>
        new(
            "DataFileHeaderOnly",
            ErrorKind.InvalidData,
            $"'{path}' holds a header and no row of data. If its only row is data, use {Option.NoHeader}."
        );

    internal static ComputeException Binary(string path) =>
        new(
            "DataFileBinary",
            ErrorKind.InvalidData,
            $"'{path}' is not a text table: it holds zero bytes or control characters. Known formats: "
                + $"{DataFormatCatalog.NameList}. UTF-16 without a byte order mark needs {Option.Encoding}."
        );

    internal static ComputeException Truncated(string path, Exception? cause = null) =>
        new("DataFileTruncated", ErrorKind.InvalidData, $"'{path}' ends before its content does, or is damaged; fetch it again.", cause);

    internal static ComputeException Ragged(string path, long line, int fields, int expected) =>
        new(
            "RaggedRow",
            ErrorKind.InvalidData,
            $"Line {line} of '{path}' has {fields} fields where {expected} are expected. Look for a missing quote or "
                + $"delimiter, or set {Option.Delimiter}."
        );

    internal static ComputeException Malformed(string path, long line, Exception cause) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"'{path}' is malformed near line {line}: a quote is never closed, or stands where none may.",
            cause
        );

    internal static ComputeException HeaderCount(string path, int told, int actual) =>
        new(
            "HeaderCountMismatch",
            ErrorKind.InvalidArgument,
            $"{Option.Header} gives {told} names, but the rows of '{path}' have {actual} fields."
        );

    internal static ComputeException RecordTooLong(string path, int megabytes) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"'{path}' holds a record of more than {megabytes} MB; look for a quote that is never closed."
        );

    internal static ComputeException ColumnCount(string path, int actual, int expected) =>
        new(
            "ColumnCountMismatch",
            ErrorKind.InvalidData,
            $"The rows of '{path}' have {actual} fields, but the first table has {expected} columns."
        );

    internal static ComputeException ColumnsMissing(string path, IReadOnlyList<string> names) =>
        new("ColumnsMissing", ErrorKind.InvalidData, $"'{path}' lacks columns that the first table has: {Shown(names)}.");

    internal static ComputeException DeclaredKind(string path, string column, ColumnKind kind, string text, long line) =>
        new(
            "ColumnTypeMismatch",
            ErrorKind.InvalidData,
            $"Column '{column}' was declared {kind}, but line {line} of '{path}' holds '{text}'. Declare it Category, or name "
                + $"'{text}' as a missing value with {Option.MissingMarker}."
        );
}
