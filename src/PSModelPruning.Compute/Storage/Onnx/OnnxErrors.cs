using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>The errors of ONNX files.</summary>
internal static class OnnxErrors
{
    internal static ComputeException Corrupt(string file, ComputeMessage reason) => StorageErrors.Corrupt(file, reason);

    internal static ComputeException TooLarge(string file, ComputeMessage what) => StorageErrors.TooLarge(file, what);

    internal static ComputeException Version(string file, ComputeMessage what, ComputeMessage range) =>
        new(
            "OnnxVersionUnsupported",
            ErrorKind.InvalidData,
            $"The ONNX file '{file}' {what}; {range} can be read. Export the model again with a version in this range."
        );

    /// <param name="file">The file.</param>
    /// <param name="operators">Each operator that cannot be read, with its domain and how often the file has it.</param>
    internal static ComputeException OperatorsUnsupported(
        string file,
        IReadOnlyCollection<(string Type, string Domain, int Count)> operators
    ) =>
        new(
            "OnnxOperatorsUnsupported",
            ErrorKind.InvalidData,
            $"The ONNX file '{file}' has operators that cannot be read: {List(operators)}. Only tree ensembles and linear models of the "
                + $"domain ai.onnx.ml, and what prepares their inputs and outputs, are read from ONNX files; networks are not."
        );

    internal static ComputeException Unsupported(string file, string node, ComputeMessage what) =>
        new("OnnxModelUnsupported", ErrorKind.InvalidData, $"The ONNX file '{file}' cannot be read exactly: {node} {what}");

    internal static ComputeException NoModel(string file) =>
        new(
            "OnnxModelUnsupported",
            ErrorKind.InvalidData,
            $"The ONNX file '{file}' holds no model that can be read: no output comes from a tree ensemble or a linear model. Only these "
                + $"are read from ONNX files; networks are not."
        );

    internal static ComputeException ValueMissing(string file, string node, string value) =>
        Corrupt(file, $"{node} reads '{StorageErrors.Printable(value)}', which no input, constant or earlier node gives.");

    internal static ComputeException ExternalUnsafe(string file, string location) =>
        new(
            "ModelFileUnsafePath",
            ErrorKind.SecurityError,
            $"The ONNX file '{file}' keeps numbers in '{StorageErrors.Printable(location)}', which is not a plain file of its own folder. "
                + $"Such a file is not read: do not trust it, or move the file there and export the model again."
        );

    internal static ComputeException ExternalMissing(string file, string location) =>
        new(
            "ModelFileNotFound",
            ErrorKind.ObjectNotFound,
            $"The ONNX file '{file}' keeps numbers in the file '{StorageErrors.Printable(location)}', which is not in its folder. Copy "
                + $"both files together."
        );

    internal static ComputeException ClassCount(string file, int given, IReadOnlyList<string> classes) =>
        new(
            "OnnxClassesMismatch",
            ErrorKind.InvalidArgument,
            $"The model in '{file}' has {Count(classes.Count)} ({string.Join(", ", classes.Take(10))}), but {Count(given)} were named with "
                + $"{Option.Classes}. Name each class once, in the order of the file."
        );

    internal static ComputeException ClassesOfNumbers(string file) =>
        new(
            "OnnxClassesMismatch",
            ErrorKind.InvalidArgument,
            $"The model in '{file}' predicts a number and has no classes that {Option.Classes} could name."
        );

    private static string Count(int classes) =>
        classes == 1 ? "1 class" : string.Create(CultureInfo.InvariantCulture, $"{classes} classes");

    private static string List(IEnumerable<(string Type, string Domain, int Count)> operators) =>
        string.Join(
            ", ",
            operators.Select(one =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{StorageErrors.Printable(one.Type)} of {StorageErrors.Printable(one.Domain)} ({one.Count} ×)"
                )
            )
        );
}
