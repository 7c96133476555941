using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>Where the state of a training is kept: a file of its own, or a part of that of the work that it belongs to.</summary>
internal abstract class CheckpointStore
{
    /// <summary>The file, as messages name it.</summary>
    internal abstract string Path { get; }

    /// <summary>True where the training goes on with the state that is there.</summary>
    internal abstract bool Resumes { get; }

    /// <summary>Writes a state in the place of the one before.</summary>
    internal abstract void Write(CheckpointState state, IReadOnlyList<Tensor> tensors);

    /// <summary>Reads the state.</summary>
    /// <param name="prepare">Is given the state and returns the tensors to fill, in the order of
    /// <see cref="CheckpointState.Tensors"/>.</param>
    internal abstract void Read(Func<CheckpointState, IReadOnlyList<Tensor>> prepare);
}
