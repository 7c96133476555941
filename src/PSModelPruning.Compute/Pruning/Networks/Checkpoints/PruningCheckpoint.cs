using System.Text.Json;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Checkpoints;

/// <summary>
/// The file of a long pruning. Between trainings it holds the network's tensors; during one, what the training writes after every epoch
/// (weights, masks, statistics, optimizer, best weights); and always how far the pruning has come and what else the run remembers. Used
/// once, on one thread.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="fingerprint">What the run was asked to do, by option.</param>
internal sealed class PruningCheckpoint(string path, IReadOnlyDictionary<string, string> fingerprint) : CheckpointStore, IDisposable
{
    private const string TrainingPrefix = "training:";

    private readonly Dictionary<string, Tensor> _stored = [];
    private CheckpointState? _training;

    internal override string Path => path;

    internal override bool Resumes => _training is not null;

    /// <summary>Tells how far the run has come; set by the run.</summary>
    internal Func<PruningProgress>? Progress { get; set; }

    /// <summary>Gives what the run remembers beside the network, by unique names; set by the run.</summary>
    internal Func<IEnumerable<(string Name, Tensor Value)>>? Memory { get; set; }

    /// <summary>Opens the file to go on with it.</summary>
    /// <exception cref="ComputeException"><c>CheckpointMismatch</c>: it belongs to another run. Or it cannot be read.</exception>
    internal PruningProgress Open()
    {
        PruningProgress? progress = null;
        CheckpointFile.Read(path, state =>
        {
            IReadOnlyList<string> differences = RunFingerprint.Differences(state.Fingerprint, fingerprint);
            if (differences.Count > 0)
                throw TrainingErrors.CheckpointMismatch(path, differences);
            progress = ReadProgress(state);
            if (progress.Training is { } asked)
                _training = state with
                {
                    Fingerprint = asked,
                    Tensors = [.. state.Tensors.Where(IsOfTraining).Select(t => t with { Name = t.Name[TrainingPrefix.Length..] })],
                };
            using DisposeScope scope = NewDisposeScope();
            foreach (CheckpointTensor tensor in state.Tensors)
            {
                if (!_stored.TryAdd(tensor.Name, empty(tensor.Count, dtype: ScalarType.Float32).DetachFromDisposeScope()))
                    throw TrainingErrors.CheckpointDamaged(path, $"it has '{tensor.Name}' twice");
            }
            return [.. state.Tensors.Select(tensor => _stored[tensor.Name])];
        });
        return progress!;
    }

    /// <summary>A stored tensor of the training that was going on, flat; null where there is none of the name.</summary>
    internal Tensor? OfTraining(string name) => _stored.GetValueOrDefault(TrainingPrefix + name);

    /// <summary>A stored tensor of the run, flat; null where there is none of the name.</summary>
    internal Tensor? OfRun(string name) => _stored.GetValueOrDefault(name);

    /// <summary>Writes a state between trainings.</summary>
    /// <param name="network">The network's tensors, by unique names; made as they are written.</param>
    internal void Save(IEnumerable<(string Name, Tensor Value)> network) => Write(Progress!(), [], network);

    internal override void Write(CheckpointState state, IReadOnlyList<Tensor> tensors) =>
        Write(
            Progress!() with
            {
                Training = state.Fingerprint,
            },
            state.History,
            state.Tensors.Zip(tensors, (tensor, value) => (TrainingPrefix + tensor.Name, value)),
            state
        );

    internal override void Read(Func<CheckpointState, IReadOnlyList<Tensor>> prepare)
    {
        CheckpointState training = _training!;
        _training = null;
        foreach ((CheckpointTensor stored, Tensor value) in training.Tensors.Zip(prepare(training)))
            value.view(-1).copy_(_stored[TrainingPrefix + stored.Name]);
    }

    /// <summary>Lets go of what was read.</summary>
    public void Dispose()
    {
        foreach (Tensor tensor in _stored.Values)
            tensor.Dispose();
        _stored.Clear();
    }

    private void Write(
        PruningProgress progress,
        IReadOnlyList<TrainingEpoch> history,
        IEnumerable<(string Name, Tensor Value)> tensors,
        CheckpointState? training = null
    )
    {
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Value)> all = [.. tensors, .. Memory!()];
        CheckpointFile.Write(
            path,
            new CheckpointState
            {
                Fingerprint = fingerprint,
                History = history,
                BestEpoch = training?.BestEpoch ?? 0,
                BestLoss = training?.BestLoss ?? double.PositiveInfinity,
                Pruning = JsonSerializer.SerializeToElement(progress, CheckpointFile.Json),
                Tensors = [.. all.Select(t => new CheckpointTensor(t.Name, t.Value.numel()))],
            },
            [.. all.Select(t => t.Value)]
        );
    }

    private PruningProgress ReadProgress(CheckpointState state)
    {
        try
        {
            PruningProgress? progress = state.Pruning?.Deserialize<PruningProgress>(CheckpointFile.Json);
            return progress is { IsWhole: true } ? progress : throw new JsonException("The progress lacks a part.");
        }
        catch (JsonException e)
        {
            throw TrainingErrors.CheckpointDamaged(path, "how far the pruning has come cannot be read", e);
        }
    }

    private static bool IsOfTraining(CheckpointTensor tensor) => tensor.Name.StartsWith(TrainingPrefix, StringComparison.Ordinal);
}
