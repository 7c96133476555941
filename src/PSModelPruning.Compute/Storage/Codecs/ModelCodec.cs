using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How one family of models lies in a model file; listed in <see cref="ModelCodecCatalog"/>.</summary>
internal abstract class ModelCodec
{
    /// <summary>The family's name in the file; never changes once files have it.</summary>
    internal abstract string Family { get; }

    /// <summary>The parts that the family may have, the common ones not counted.</summary>
    internal abstract IReadOnlyList<string> PartNames { get; }

    /// <summary>True where the model is of this family.</summary>
    internal abstract bool Handles(Model model);

    /// <summary>Adds the family's parts to the archive.</summary>
    internal abstract void Write(Model model, ArchiveWriter archive, CancellationToken cancellation);

    /// <summary>Makes the model from the parts. What they say is checked before memory is taken for it.</summary>
    /// <param name="description">What all families have in common, already checked.</param>
    /// <param name="document">What the file says of the model: its kind, its pruning.</param>
    /// <param name="parts">The verified parts.</param>
    /// <param name="cancellation">Looked at between tensors.</param>
    internal abstract Model Read(ModelDescription description, ModelDocument document, ArchiveParts parts, CancellationToken cancellation);
}
