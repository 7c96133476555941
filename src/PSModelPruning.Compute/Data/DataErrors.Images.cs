using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>The errors of image files.</summary>
internal static partial class DataErrors
{
    internal static ComputeException NotIdx(string path) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"'{path}' is not an IDX file: its head must be two zero bytes, the type 0x08, the number of dimensions and their sizes."
        );

    internal static ComputeException IdxType(string path, byte type) =>
        new(
            "IdxTypeUnsupported",
            ErrorKind.InvalidData,
            $"'{path}' holds IDX elements of type 0x{type:X2}; only unsigned bytes (0x08) are read."
        );

    internal static ComputeException NotCifar(string path, int record, int label) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"'{path}' is not a CIFAR-10 batch: record {record} has label {label}, where 0 to 9 are possible. Records have one label byte "
                + $"and 3,072 pixel bytes."
        );

    internal static ComputeException NotCifarRecords(string path) =>
        new(
            "DataFileMalformed",
            ErrorKind.InvalidData,
            $"'{path}' is not a whole CIFAR-10 batch: it must hold records of 3,073 bytes, one label from 0 to 9 and 3,072 pixels, and "
                + $"nothing else. Fetch it again."
        );

    internal static ComputeException ImagesEmpty(string path) =>
        new(
            "DataFileEmpty",
            ErrorKind.InvalidData,
            $"'{path}' is empty, though its name is that of image data. Fetch it again, or take it out of the folder."
        );

    internal static ComputeException LabelsWithoutImages(string path) =>
        new(
            "ImagesMissing",
            ErrorKind.ObjectNotFound,
            $"'{path}' holds labels. Give the file of the images, or the folder that holds both."
        );

    internal static ComputeException LabelsMissing(string path) =>
        new(
            "LabelsMissing",
            ErrorKind.ObjectNotFound,
            $"No labels were found for '{path}'. Put the labels file in the same folder (train-labels-idx1-ubyte for "
                + $"train-images-idx3-ubyte), or give both with {Option.Path}."
        );

    internal static ComputeException LabelCount(string images, int imageCount, string labels, int labelCount) =>
        new("LabelCountMismatch", ErrorKind.InvalidData, $"'{images}' holds {imageCount} images but '{labels}' holds {labelCount} labels.");

    internal static ComputeException ImageShape(string path, IReadOnlyList<int> shape, IReadOnlyList<int> expected) =>
        new(
            "ImageShapeMismatch",
            ErrorKind.InvalidData,
            $"The images of '{path}' are {string.Join(" × ", shape)} (channels, height, width), those before are "
                + $"{string.Join(" × ", expected)}."
        );

    internal static ComputeException ImagesAreClassified() =>
        new("TargetNotNumeric", ErrorKind.InvalidArgument, $"Image files hold classes; {Option.Task.Is("Regression")} needs a table.");

    internal static ComputeException MixedFormats(string first, string firstFormat, string other, string otherFormat) =>
        new(
            "FormatsMixed",
            ErrorKind.InvalidArgument,
            $"'{first}' is {firstFormat} but '{other}' is {otherFormat}; one data set has one format."
        );
}
