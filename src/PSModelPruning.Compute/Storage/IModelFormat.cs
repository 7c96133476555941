using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage;

/// <summary>One file format of models; listed in <see cref="ModelFormatCatalog"/>.</summary>
internal interface IModelFormat
{
    /// <summary>What a user types.</summary>
    string Name { get; }

    /// <summary>What it is, in a line.</summary>
    string Description { get; }

    /// <summary>The usual file name extension with its dot.</summary>
    string Extension { get; }

    /// <summary>Whether models can be read from it; a format for people is only written.</summary>
    bool IsReadable => true;

    /// <summary>Whether models can be written in it.</summary>
    bool IsWritable => true;

    /// <summary>True where a file that begins with these bytes can be read in this format.</summary>
    /// <param name="beginning">The first bytes of the file, at most 16.</param>
    bool Recognizes(ReadOnlySpan<byte> beginning);

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="target">A stream that can seek.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException"><c>ModelFormatUnsupported</c>: the format cannot hold such a model.</exception>
    void Write(Model model, Stream target, IWorkMonitor monitor);

    /// <summary>Reads a model.</summary>
    /// <param name="source">A stream that can seek.</param>
    /// <param name="file">The path, for messages.</param>
    /// <param name="options">What the user says that the file does not.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException">One of the <c>ModelFile…</c> or <c>Onnx…</c> errors.</exception>
    Model Read(Stream source, string file, ModelReadOptions options, IWorkMonitor monitor);
}
