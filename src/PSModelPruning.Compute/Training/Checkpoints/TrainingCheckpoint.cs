using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>A file that holds the state of one training.</summary>
/// <param name="path">The file.</param>
/// <param name="resumes">True where the training goes on with it.</param>
internal sealed class TrainingCheckpoint(string path, bool resumes) : CheckpointStore
{
    internal override string Path => path;

    internal override bool Resumes => resumes;

    internal override void Write(CheckpointState state, IReadOnlyList<Tensor> tensors) => CheckpointFile.Write(path, state, tensors);

    internal override void Read(Func<CheckpointState, IReadOnlyList<Tensor>> prepare) => CheckpointFile.Read(path, prepare);
}
