using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The errors of what data holds: columns, targets and partitions.</summary>
internal static partial class DataErrors
{
    internal static ComputeException TargetRequired(string path, IReadOnlyList<string> names) =>
        new(
            "TargetRequired",
            ErrorKind.InvalidArgument,
            $"A table needs {Option.Target}, the name of the column to predict. '{path}' has: {Shown(names)}."
        );

    internal static ComputeException ColumnNotFound(OptionName option, string name, IReadOnlyList<string> names) =>
        new(
            option.Name == Option.Target.Name ? "TargetNotFound" : "ColumnNotFound",
            ErrorKind.ObjectNotFound,
            $"{option}: there is no column '{name}'. {NearestNames.Hint(name, names)}"
        );

    internal static ComputeException NoFeatures() =>
        new(
            "NoFeatures",
            ErrorKind.InvalidArgument,
            $"No feature column is left besides the target. Exclude fewer columns with {Option.Feature} and " + $"{Option.ExcludeFeature}."
        );

    internal static ComputeException TargetConstant(string name, string value) =>
        new(
            "TargetConstant",
            ErrorKind.InvalidData,
            $"The target '{name}' has the same value '{value}' in every training row; there is nothing to learn. Choose "
                + $"another {Option.Target}, or other rows."
        );

    internal static ComputeException TargetTooLarge(string name, string value) =>
        new(
            "TargetTooLarge",
            ErrorKind.InvalidData,
            $"The target '{name}' holds {value}, and models predict numbers up to 3.4e38. Divide the target by a power of ten."
        );

    internal static ComputeException TargetMissing(string name, int count, int firstRow) =>
        new(
            "TargetMissing",
            ErrorKind.InvalidData,
            $"The target '{name}' is missing in "
                + $"{(count == 1 ? $"row {firstRow}" : $"{count} rows, first in row {firstRow}")}. Drop such rows with "
                + $"{Option.Missing.Is("Drop")}. If a text such as NA or ? is one of its classes, name the markers that are meant with "
                + $"{Option.MissingMarker}."
        );

    internal static ComputeException TargetNotNumeric(string name, string text) =>
        new(
            "TargetNotNumeric",
            ErrorKind.InvalidArgument,
            $"{Option.Task.Is("Regression")} needs a target of numbers, but '{name}' holds '{text}'. Use "
                + $"{Option.Task.Is("Classification")}, or name that text with {Option.MissingMarker}."
        );

    internal static ComputeException TooManyClasses(string name, int limit) =>
        new(
            "TooManyClasses",
            ErrorKind.InvalidData,
            $"The target '{name}' has more than {limit} different values. Use {Option.Task.Is("Regression")} for quantities."
        );

    internal static ComputeException ClassTooSmall(string target, IReadOnlyList<string> classes, bool areNumbers) =>
        new(
            "ClassTooSmall",
            ErrorKind.InvalidData,
            $"{(classes.Count == 1 ? "A class" : $"{classes.Count} classes")} of '{target}' {(classes.Count == 1 ? "has" : "have")} fewer "
                + $"than two rows: {Shown(classes)}. Such a class cannot be both learned and tested: leave out its rows with "
                + $"{Option.MinClassRows.Is(2)}, or join such classes into one by adding {Option.OtherClass.Is("other")}."
                + $"{AsQuantity(areNumbers)}"
        );

    private static ComputeMessage AsQuantity(bool areNumbers) =>
        areNumbers
            ? (ComputeMessage)($" If the numbers are a quantity or a rating, use {Option.Task.Is("Regression")}.")
            : (ComputeMessage)"";

    internal static ComputeException AllClassesSmall(string target, int least) =>
        new(
            "ClassTooSmall",
            ErrorKind.InvalidData,
            $"{Option.MinClassRows.Is(least)} leaves fewer than two classes of '{target}'. Ask for fewer rows."
        );

    internal static ComputeException OtherClassAlone() =>
        new(
            "OtherClassAlone",
            ErrorKind.InvalidArgument,
            $"{Option.OtherClass} names the class that rare classes are joined in. Specify which classes are rare with "
                + $"{Option.MinClassRows}, the least number of rows."
        );

    internal static ComputeException ClassOptionForNumbers(string target) =>
        new(
            "ClassOptionForNumbers",
            ErrorKind.InvalidArgument,
            $"{Option.MinClassRows} is for classes, but the target '{target}' holds numbers that are predicted as such. Omit it, or take "
                + $"the numbers as classes with {Option.Task.Is("Classification")}."
        );

    internal static ComputeException DelimiterInvalid() =>
        new(
            "DelimiterInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.Delimiter} is a quotation mark or a line end, which mean something else in a table. Specify the character between "
                + $"fields, or omit {Option.Delimiter} to have it detected."
        );

    internal static ComputeException CommentInvalid(char comment) =>
        new(
            "CommentInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.Comment.Is(PlainText.Of(comment.ToString()))} would take rows for comments: letters, digits, quotation marks and the "
                + $"character between fields are parts of rows. Specify a sign such as #, % or !."
        );

    internal static ComputeException TestClassUnknown(string target, string text, IReadOnlyList<string> classes) =>
        new(
            "TestClassUnknown",
            ErrorKind.InvalidData,
            $"The test rows hold the class '{text}' of '{target}', which no training row has. Known classes: {Shown(classes)}."
        );

    internal static ComputeException AllMissing(IReadOnlyList<string> names, bool inTraining)
    {
        string rows = inTraining ? "training row" : "row";
        string which =
            names.Count == 1
                ? $"Column '{names[0]}' has no value in any {rows}"
                : $"{names.Count} columns have no value in any {rows}: {string.Join(", ", names)}";
        return new(
            "ColumnAllMissing",
            ErrorKind.InvalidData,
            $"{which}. Leave out such columns with {Option.Missing.Is("ExcludeEmpty")}, or name them with {Option.ExcludeFeature}."
        );
    }

    internal static ComputeException TargetAllMissing(string name) =>
        new("ColumnAllMissing", ErrorKind.InvalidData, $"The target '{name}' has no value in any row. Choose another {Option.Target}.");

    internal static ComputeException MissingValues(IReadOnlyList<(string Name, int Count)> columns) =>
        new(
            "MissingValues",
            ErrorKind.InvalidData,
            $"{Option.Missing.Is("Error")}: "
                + $"{string.Join(", ", columns.Take(NamesShown).Select(column => $"'{column.Name}' lacks {column.Count} values"))}. "
                + $"Fill them with {Option.Missing.Is("Mean")}, Median, Mode or Zero, or drop the rows with "
                + $"{Option.Missing.Is("Drop")}."
        );

    internal static ComputeException AllRowsDropped() =>
        new(
            "AllRowsDropped",
            ErrorKind.InvalidData,
            $"Every row has a missing value, so {Option.Missing.Is("Drop")} leaves none. Leave out sparse columns with "
                + $"{Option.ExcludeFeature}, or fill the values."
        );

    internal static ComputeException TooFewRows(string path, int rows) =>
        new(
            "TooFewRows",
            ErrorKind.InvalidData,
            $"'{path}' holds {(rows == 1 ? "one row" : $"{rows} rows")} of data; a data set needs several to learn from and to test on."
        );

    internal static ComputeException Fraction(string name, double value, string range) =>
        new("FractionOutOfRange", ErrorKind.InvalidArgument, $"{new OptionName(name).Is(value)} is not {range}.");

    internal static ComputeException FractionSum(double test, double validation) =>
        new(
            "FractionOutOfRange",
            ErrorKind.InvalidArgument,
            $"{Option.TestFraction.Is(test)} and "
                + $"{Option.ValidationFraction.Is(validation)} leave no rows for training; "
                + $"together they must be below 1."
        );

    internal static ComputeException TestTwice() =>
        new(
            "TestFractionConflict",
            ErrorKind.InvalidArgument,
            $"The test rows come from a test file, so {Option.TestFraction} does not apply. Use only one of the two."
        );

    internal static ComputeException SplitTwice() =>
        new(
            "SplitConflict",
            ErrorKind.InvalidArgument,
            $"{Option.GroupColumn} and {Option.TimeColumn} divide the rows in different ways. Use one of them."
        );

    internal static ComputeException TooFewGroups(string column, int count) =>
        new(
            "TooFewGroups",
            ErrorKind.InvalidData,
            $"Column '{column}' has {count} different values, too few to divide its groups among the partitions."
        );

    internal static ComputeException TimeNotOrdered(string column, string text) =>
        new(
            "TimeColumnInvalid",
            ErrorKind.InvalidData,
            $"{Option.TimeColumn}: column '{column}' holds texts such as '{text}', which have no order in time. Set "
                + $"{Option.DateFormat} if they are dates."
        );

    internal static ComputeException TimeMissing(string column, int row) =>
        new("TimeColumnInvalid", ErrorKind.InvalidData, $"{Option.TimeColumn}: column '{column}' has no value in row {row}.");

    internal static ComputeException PartitionEmpty(string name, int rows) =>
        new(
            "PartitionEmpty",
            ErrorKind.InvalidArgument,
            $"The {name} partition would be empty with {rows} rows. Give more rows, or other fractions (0 for no "
                + $"{(name == "training" ? "test" : name)} partition)."
        );

    internal static ComputeException BalanceNeedsClasses() =>
        new("BalanceNeedsClasses", ErrorKind.InvalidArgument, $"{Option.Balance} balances classes, but the task is regression.");

    internal static ComputeException TooLarge(int rows, int width) =>
        new(
            "DatasetTooLarge",
            ErrorKind.LimitsExceeded,
            $"{rows} rows of {width} inputs are more numbers than an array holds ({Array.MaxLength}). Lower "
                + $"{Option.MaxCategories}, exclude columns, or use {Option.SampleFraction}."
        );

    internal static ComputeException ColumnType(string column, object? kind) =>
        new(
            "ColumnTypeInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.ColumnType}: '{kind}' for column '{column}' is not a kind of column. Known: "
                + $"{string.Join(", ", Enum.GetNames<ColumnKind>())}."
        );

    internal static ComputeException NotBoolean(string column, IReadOnlyList<string> texts) =>
        new(
            "ColumnTypeMismatch",
            ErrorKind.InvalidData,
            $"Column '{column}' was declared Boolean, but holds {Shown(texts)}. A boolean column has two values, such as yes and no; "
                + $"declare it Category."
        );

    internal static ComputeException NoRows() =>
        new("NoRows", ErrorKind.InvalidData, "No objects came through the pipeline; there is nothing to import.");

    internal static ComputeException Encoding(string name) =>
        new(
            "EncodingUnknown",
            ErrorKind.InvalidArgument,
            $"'{name}' is not a known encoding. Known are utf-8, utf-16, utf-32, us-ascii, iso-8859-1, windows-1252 and the other names "
                + $"of .NET."
        );
}
