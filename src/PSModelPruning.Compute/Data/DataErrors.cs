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

    internal static ComputeException ExpandsTooFar(string path) =>
        new(
            "DataFileTooLarge",
            ErrorKind.LimitsExceeded,
            $"'{path}' is refused: it expands to more than 200 times its compressed size, which tables and images do not do. If it really "
                + $"holds data, unpack it first and import the unpacked file."
        );

    internal static ComputeException TooLargeForMemory(string path, double bytes) =>
        new(
            "DataFileTooLarge",
            ErrorKind.LimitsExceeded,
            $"'{path}' is refused: what it says it holds takes {bytes / 1e9:N1} GB, and {MemoryBudget.Available / 1e9:N1} GB of memory "
                + $"are free. Import a part of it, or use a machine with more memory."
        );

    internal static ComputeException Ragged(string path, long line, int fields, TableLayout layout, bool isComment) =>
        new(
            "RaggedRow",
            ErrorKind.InvalidData,
            isComment ? $"Line {line} of '{path}' starts with '#' and is not a row. If it is a comment, use {Option.Comment.Is("#")}."
                : layout.HasTrailingDelimiter && fields == layout.FieldCount
                    ? (ComputeMessage)(
                        $"Line {line} of '{path}' has a value after its last delimiter, where the rows before have none and the header has "
                        + $"no name. Add the name to the header, or give all names with {Option.Header}."
                    )
                : (ComputeMessage)(
                    $"Line {line} of '{path}' has {fields} fields where {layout.FieldCount} are expected. Look for a missing quote or "
                    + $"delimiter, or set {Option.Delimiter}. Pass over lines before the table with {Option.Skip}."
                )
        );

    internal static ComputeException HeaderShort(string path, int line, int names, int fields) =>
        new(
            "RaggedRow",
            ErrorKind.InvalidData,
            $"The header of '{path}' (line {line}) has {names} names, but the rows have {fields} fields, and their first fields are not "
                + $"names of rows: these would be different from each other. Name all columns with {Option.Header}."
        );

    internal static ComputeException LinesBeforeHeader(string path, int lines, int skipped) =>
        new(
            "RaggedRow",
            ErrorKind.InvalidData,
            $"The header of '{path}' seems to be line {lines + 1}: the lines before it have fewer fields. Pass over them with "
                + $"{Option.Skip.Is(lines)}{(skipped > 0 ? $" in place of {skipped}" : "")}."
        );

    internal static ComputeException AllSkipped(string path, int told, int actual) =>
        new("DataFileEmpty", ErrorKind.InvalidData, $"{Option.Skip.Is(told)} passes over all {actual} lines of '{path}'.");

    internal static ComputeException AlignedUnclear(string path) =>
        new(
            "AlignedColumnsUnclear",
            ErrorKind.InvalidData,
            $"The columns of '{path}' seem to be aligned by blanks, but where one ends and the next starts is not clear. Save the table "
                + $"with a delimiter, or name the one it has with {Option.Delimiter}."
        );

    internal static ComputeException AcrossColumns(string path, long line) =>
        new(
            "RaggedRow",
            ErrorKind.InvalidData,
            $"The columns of '{path}' are aligned by blanks, but line {line} has a value that lies across two columns. Save the table with "
                + $"a delimiter."
        );

    internal static ComputeException Unreadable(string place, RawColumn column, string text, long count) =>
        new(
            "ValueUnreadable",
            ErrorKind.InvalidData,
            $"{place}: '{text}' is not a {(column.Storage == RawStorage.Date ? "date" : "number")}, but nearly all other values of column "
                + $"'{column.Name}' are{(count == 1 ? "" : $" ({count} values are not)")}. Correct it, take such values as missing with "
                + $"{Option.OnError.Is("Missing")}, or declare the column Category with {Option.ColumnType}."
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
