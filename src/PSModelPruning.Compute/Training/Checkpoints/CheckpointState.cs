using System.Text.Json;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>The state of a run at the end of an epoch, but for its tensors.</summary>
internal sealed record CheckpointState
{
    /// <summary>What the run was asked to do, by option: a run that resumes it must have been asked the same.</summary>
    public required IReadOnlyDictionary<string, string> Fingerprint { get; init; }

    /// <summary>The epochs that are done.</summary>
    public required IReadOnlyList<TrainingEpoch> History { get; init; }

    /// <summary>The epoch whose weights are remembered; 0 for none.</summary>
    public int BestEpoch { get; init; }

    /// <summary>Its validation loss; infinite for none.</summary>
    public double BestLoss { get; init; }

    /// <summary>How far the pruning has come that the training is a part of; null for a training by itself.</summary>
    public JsonElement? Pruning { get; init; }

    /// <summary>The tensors that follow, in their order, with how many numbers each has.</summary>
    public required IReadOnlyList<CheckpointTensor> Tensors { get; init; }
}

/// <summary>A tensor of a checkpoint.</summary>
/// <param name="Name">What it is: <c>parameters</c>, <c>mask:fc1.weight</c> …</param>
/// <param name="Count">Its float32 numbers.</param>
internal sealed record CheckpointTensor(string Name, long Count);
