using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage;

/// <summary>Saves models to files and loads them.</summary>
internal static class ModelFile
{
    private const int BeginningBytes = 16;

    /// <summary>Writes a model. A file is there afterwards only if it is complete.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The full path; its folder must exist.</param>
    /// <param name="format">The format.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException"><c>FileExists</c>, <c>FolderNotFound</c>, <c>PathIsFolder</c>, <c>PathNotWritable</c>,
    /// <c>DiskFull</c>,
    /// <c>FileWriteFailed</c> or <c>ModelFormatUnsupported</c>.</exception>
    internal static void Save(Model model, string path, IModelFormat format, bool overwrite, IWorkMonitor monitor)
    {
        using IDisposable use = model.Use();
        AtomicFile.Write(path, overwrite, stream => format.Write(model, stream, monitor));
    }

    /// <summary>Reads a model; the format follows from the content.</summary>
    /// <param name="path">The full path.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <param name="options">What the user says that the file does not.</param>
    /// <exception cref="ComputeException">One of the <c>ModelFile…</c> or <c>Onnx…</c> errors.</exception>
    internal static Model Load(string path, IWorkMonitor monitor, ModelReadOptions? options = null)
    {
        try
        {
            if (!File.Exists(path))
                throw StorageErrors.FileNotFound(path);
            if (UnixFile.IsSpecial(path))
                throw FileErrors.NotRegular(path);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return Load(stream, path, monitor, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Unreadable(path, e);
        }
    }

    /// <summary>Whether a file begins as one of a format of models that can be read does.</summary>
    /// <exception cref="ComputeException"><c>ModelFileUnreadable</c>.</exception>
    internal static bool IsOne(string path)
    {
        try
        {
            if (!File.Exists(path) || UnixFile.IsSpecial(path))
                return false;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            Span<byte> beginning = stackalloc byte[BeginningBytes];
            int read = stream.ReadAtLeast(beginning, BeginningBytes, throwOnEndOfStream: false);
            return ModelFormatCatalog.Recognize(beginning[..read]) is not null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StorageErrors.Unreadable(path, e);
        }
    }

    /// <summary>Reads a model from a stream that can seek.</summary>
    internal static Model Load(Stream stream, string file, IWorkMonitor monitor, ModelReadOptions? options = null)
    {
        Span<byte> beginning = stackalloc byte[BeginningBytes];
        int read = stream.ReadAtLeast(beginning, BeginningBytes, throwOnEndOfStream: false);
        stream.Position = 0;
        IModelFormat format = ModelFormatCatalog.Recognize(beginning[..read])
            ?? throw StorageErrors.NotRecognized(file, ModelFormatCatalog.Names(ModelFormatCatalog.All.Where(f => f.IsReadable)));
        return format.Read(stream, file, options ?? ModelReadOptions.None, monitor);
    }
}
