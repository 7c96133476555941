using System.Text;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>A decision tree as text that a person can read. It is only written.</summary>
internal sealed class TreeTextFormat : IModelFormat
{
    /// <inheritdoc/>
    public string Name => "Text";

    /// <inheritdoc/>
    public string Description => "A decision tree as text that a person can read; it is only written";

    /// <inheritdoc/>
    public string Extension => ".txt";

    /// <inheritdoc/>
    public bool IsReadable => false;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> beginning) => false;

    /// <inheritdoc/>
    public void Write(Model model, Stream target, IWorkMonitor monitor)
    {
        if (model is not TreeModel tree)
            throw StorageErrors.OnlyTrees(model.Kind, Name);
        target.Write(Encoding.UTF8.GetBytes(tree.ToText()));
    }

    /// <inheritdoc/>
    public Model Read(Stream source, string file, ModelReadOptions options, IWorkMonitor monitor) =>
        throw StorageErrors.NotRecognized(file, ["PSModel (.psmodel)"]);
}
