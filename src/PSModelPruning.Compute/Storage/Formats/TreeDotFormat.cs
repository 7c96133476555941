using System.Text;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>A decision tree as a graph for Graphviz, in its DOT language. It is only written.</summary>
internal sealed class TreeDotFormat : IModelFormat
{
    /// <inheritdoc/>
    public string Name => "Dot";

    /// <inheritdoc/>
    public string Description => "A decision tree as a graph for Graphviz, in its DOT language; it is only written";

    /// <inheritdoc/>
    public string Extension => ".dot";

    /// <inheritdoc/>
    public bool IsReadable => false;

    /// <inheritdoc/>
    public bool Recognizes(ReadOnlySpan<byte> beginning) => false;

    /// <inheritdoc/>
    public void Write(Model model, Stream target, IWorkMonitor monitor)
    {
        if (model is not TreeModel tree)
            throw StorageErrors.OnlyTrees(model.Kind, Name);
        target.Write(Encoding.UTF8.GetBytes(tree.ToDot()));
    }

    /// <inheritdoc/>
    public Model Read(Stream source, string file, ModelReadOptions options, IWorkMonitor monitor) =>
        throw StorageErrors.NotRecognized(file, ["PSModel (.psmodel)"]);
}
