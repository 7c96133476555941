using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Wire;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>Tree ensembles and linear models of other programs, as ONNX files hold them; see docs/onnx.md. It is only read.</summary>
internal sealed class OnnxFormat : IModelFormat
{
    /// <inheritdoc/>
    public string Name => "Onnx";

    /// <inheritdoc/>
    public string Description => "Tree ensembles and linear models of other programs; it is only read";

    /// <inheritdoc/>
    public string Extension => ".onnx";

    /// <inheritdoc/>
    public bool IsWritable => false;

    /// <inheritdoc/>
    /// <remarks>
    /// The format has no signature. Every known writer begins with the version of the format, a small number, and goes on with another
    /// field of a model.
    /// </remarks>
    public bool Recognizes(ReadOnlySpan<byte> beginning) =>
        beginning.Length >= 3
        && beginning[0] == 0x08
        && beginning[1] is > 0 and < 0x80
        && (beginning[2] & 7, beginning[2] >> 3) is (2, 2 or 3 or 4 or 6 or 7 or 8 or 14) or (0, 5);

    /// <inheritdoc/>
    public void Write(Model model, Stream target, IWorkMonitor monitor) => throw StorageErrors.FamilyUnsupported(model.Kind, Name);

    /// <inheritdoc/>
    public Model Read(Stream source, string file, ModelReadOptions options, IWorkMonitor monitor)
    {
        try
        {
            OnnxModel document = OnnxModel.Read(new WireReader(source, file));
            OnnxVersions.Check(document, file);
            return new OnnxGraphReader(document, new OnnxContext(file, monitor)).Read(options);
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException or IndexOutOfRangeException or InvalidOperationException)
        {
            // Whatever goes wrong while a model is built of a file is an error of the file.
            throw StorageErrors.Corrupt(file, $"it makes no sense: {e.Message}", e);
        }
    }
}
