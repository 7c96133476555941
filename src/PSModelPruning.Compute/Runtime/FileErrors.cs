namespace PSModelPruning.Compute.Runtime;

/// <summary>The errors of writing files.</summary>
internal static class FileErrors
{
    internal static ComputeException Exists(string path) =>
        new(
            "FileExists",
            ErrorKind.WriteError,
            $"The file '{path}' already exists. Choose another name, or use {Option.Force} to replace it."
        );

    internal static ComputeException PathIsFolder(string path) =>
        new(
            "PathIsFolder",
            ErrorKind.InvalidArgument,
            $"'{path}' is a folder. Give the name of a file, such as '{Path.Combine(path, "model.psmodel")}'."
        );

    internal static ComputeException NotRegular(string path) =>
        new(
            "PathNotFile",
            ErrorKind.InvalidArgument,
            $"'{path}' is a device, a pipe or a socket, which is neither read nor written here. Give the name of a file; what a pipe gives "
                + $"can be saved in one first."
        );

    internal static ComputeException NotCheckpoint(string path) =>
        new(
            "FileExists",
            ErrorKind.WriteError,
            $"The file '{path}' exists and is not a checkpoint, so it is not overwritten. Choose another name, or delete the file first."
        );

    internal static ComputeException FolderMissing(string path, string folder) =>
        new(
            "FolderNotFound",
            ErrorKind.ObjectNotFound,
            $"'{path}' cannot be written: the folder '{folder}' does not exist. Create it first."
        );

    internal static ComputeException PathInvalid(string path) =>
        new(
            "PathInvalid",
            ErrorKind.InvalidArgument,
            $"'{path}' is not a path: it holds a character that no path has, or is empty or too long."
        );

    internal static ComputeException DriveMissing(string path) =>
        new("FolderNotFound", ErrorKind.ObjectNotFound, $"'{path}' cannot be written: there is no such drive.");

    internal static ComputeException NotFileSystem(string path) =>
        new(
            "PathNotFileSystem",
            ErrorKind.InvalidArgument,
            $"'{path}' does not name a file: it lies on a drive that holds something else. Give a path of the file system."
        );

    internal static ComputeException NotWritable(string path, Exception? cause) =>
        new(
            "PathNotWritable",
            ErrorKind.WriteError,
            $"'{path}' cannot be written: the file or its folder is read-only or not yours. Choose a folder that you may write to.",
            cause
        );

    internal static ComputeException DiskFull(string path, Exception cause) =>
        new(
            "DiskFull",
            ErrorKind.WriteError,
            $"'{path}' was not written: the disk is full. Free some space or choose another disk. No partial file remains.",
            cause
        );

    internal static ComputeException WriteFailed(string path, Exception cause) =>
        new("FileWriteFailed", ErrorKind.WriteError, $"'{path}' was not written: {FileFault.Reason(cause)}.", cause);
}
