using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>How one family of models lies in a model file.</summary>
internal abstract class ModelCodec
{
    /// <summary>The family's name in the file; never changes once files have it.</summary>
    internal abstract string Family { get; }

    /// <summary>The parts that the family may have, without those that all families have.</summary>
    internal abstract IReadOnlyList<string> PartNames { get; }

    /// <summary>True where the model is of this family.</summary>
    internal abstract bool Handles(Model model);

    /// <summary>Adds the family's parts to the archive.</summary>
    /// <param name="model">The model.</param>
    /// <param name="archive">Receives the parts.</param>
    /// <param name="members">Writes models that the model holds.</param>
    /// <param name="cancellation">Looked at between tensors.</param>
    internal abstract void Write(Model model, ArchiveWriter archive, ModelParts members, CancellationToken cancellation);

    /// <summary>Makes the model from the parts. What they say is checked before memory is taken for it.</summary>
    /// <param name="description">What all families have in common, already checked.</param>
    /// <param name="document">What the file says of the model, such as its kind. The pruning report is added to the result later.</param>
    /// <param name="parts">The verified parts.</param>
    /// <param name="members">Reads models that the model holds.</param>
    /// <param name="cancellation">Looked at between tensors.</param>
    internal abstract Model Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        ModelParts members,
        CancellationToken cancellation
    );

    /// <summary>Outputs of a row of a model: the number of its classes, or 1.</summary>
    private protected static int Outputs(ModelDescription description) =>
        description.Task == LearningTask.Classification ? description.Classes.Count : 1;
}

/// <summary>A <see cref="ModelCodec"/> of one class of models that hold no other models.</summary>
/// <typeparam name="TModel">The class.</typeparam>
internal abstract class ModelCodec<TModel> : ModelCodec
    where TModel : Model
{
    /// <inheritdoc/>
    internal sealed override bool Handles(Model model) => model is TModel;

    /// <inheritdoc/>
    internal sealed override void Write(Model model, ArchiveWriter archive, ModelParts members, CancellationToken cancellation) =>
        Write((TModel)model, archive, cancellation);

    /// <inheritdoc/>
    internal sealed override Model Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        ModelParts members,
        CancellationToken cancellation
    ) => Read(description, document, parts, cancellation);

    /// <summary>Adds the family's parts to the archive.</summary>
    private protected abstract void Write(TModel model, ArchiveWriter archive, CancellationToken cancellation);

    /// <summary>Makes the model from the parts.</summary>
    private protected abstract TModel Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    );
}
