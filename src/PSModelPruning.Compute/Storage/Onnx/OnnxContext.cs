using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>The file that is read, and where warnings go.</summary>
internal sealed record OnnxContext(string File, IWorkMonitor Monitor)
{
    /// <summary>Reads the numbers of tensors.</summary>
    internal OnnxNumbers Numbers { get; } = new(File);
}
