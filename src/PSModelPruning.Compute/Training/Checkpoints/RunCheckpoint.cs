using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Checkpoints;

/// <summary>
/// Writes the state of a run to its checkpoint and takes it up again: weights, masks, statistics, optimizer, best weights, history.
/// </summary>
internal sealed class RunCheckpoint
{
    private const string MaskPrefix = "mask:";

    private readonly CheckpointStore _store;
    private readonly Graph _graph;
    private readonly FlatParameters _parameters;
    private readonly Optimizer _optimizer;
    private readonly BestWeights _best;
    private readonly EffectiveWeights? _effectiveWeights;
    private readonly IReadOnlyDictionary<string, string> _fingerprint;
    private readonly (string Name, Tensor Value)[] _further;

    /// <param name="store">Where the state is kept.</param>
    /// <param name="graph">The network.</param>
    /// <param name="parameters">Its weights.</param>
    /// <param name="optimizer">What updates them.</param>
    /// <param name="best">The weights that early stopping remembers.</param>
    /// <param name="effectiveWeights">The weights that the network runs with instead; null for its own.</param>
    /// <param name="fingerprint">What the run was asked to do.</param>
    /// <param name="further">What else the run fits, with unique names.</param>
    internal RunCheckpoint(
        CheckpointStore store,
        Graph graph,
        FlatParameters parameters,
        Optimizer optimizer,
        BestWeights best,
        EffectiveWeights? effectiveWeights,
        IReadOnlyDictionary<string, string> fingerprint,
        IEnumerable<(string Name, Tensor Value)>? further = null
    )
    {
        _store = store;
        _graph = graph;
        _parameters = parameters;
        _optimizer = optimizer;
        _best = best;
        _effectiveWeights = effectiveWeights;
        _fingerprint = fingerprint;
        _further = [.. further ?? []];
    }

    internal string Path => _store.Path;

    /// <summary>True where the run goes on with the state that is kept.</summary>
    internal bool Resumes => _store.Resumes;

    /// <summary>Writes the state at the end of an epoch.</summary>
    internal void Write(IReadOnlyList<TrainingEpoch> history)
    {
        using DisposeScope scope = NewDisposeScope();
        List<(string Name, Tensor Value)> tensors = [.. OfRun()];
        tensors.AddRange(
            _graph
                .Parameters.Values.Where(p => p.Mask is not null)
                .Select(p => (MaskPrefix + p.Name, p.Mask!.to_type(ScalarType.Float32).contiguous()))
        );
        tensors.AddRange(_best.Tensors.Select((t, i) => ($"best:{i}", t)));
        _store.Write(
            new CheckpointState
            {
                Fingerprint = _fingerprint,
                History = history,
                BestEpoch = _best.Epoch,
                BestLoss = _best.Loss,
                Tensors = [.. tensors.Select(t => new CheckpointTensor(t.Name, t.Value.numel()))],
            },
            [.. tensors.Select(t => t.Value)]
        );
    }

    /// <summary>Gives the run the state of the checkpoint.</summary>
    /// <returns>The epochs that are done.</returns>
    /// <exception cref="ComputeException"><c>CheckpointMismatch</c>: it belongs to another run. Or it cannot be read.</exception>
    internal IReadOnlyList<TrainingEpoch> Read()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        IReadOnlyList<TrainingEpoch> history = [];
        List<(GraphParameter Parameter, Tensor Value)> masks = [];
        _store.Read(state =>
        {
            IReadOnlyList<string> differences = RunFingerprint.Differences(state.Fingerprint, _fingerprint);
            if (differences.Count > 0)
                throw TrainingErrors.CheckpointMismatch(_store.Path, differences);
            history = state.History;
            List<(string Name, Tensor Value)> tensors = [.. OfRun()];
            foreach (CheckpointTensor stored in state.Tensors.Where(t => t.Name.StartsWith(MaskPrefix, StringComparison.Ordinal)))
            {
                GraphParameter parameter = _graph.Parameters.GetValueOrDefault(stored.Name[MaskPrefix.Length..])
                    ?? throw TrainingErrors.CheckpointDamaged(_store.Path, $"it has a mask of '{stored.Name}', which the network lacks");
                masks.Add((parameter, empty(parameter.Shape, ScalarType.Float32)));
                tensors.Add((stored.Name, masks[^1].Value));
            }
            if (state.BestEpoch > 0)
                tensors.AddRange(_best.Restore(state.BestEpoch, state.BestLoss).Select((t, i) => ($"best:{i}", t)));
            if (!tensors.Select(t => new CheckpointTensor(t.Name, t.Value.numel())).SequenceEqual(state.Tensors))
                throw TrainingErrors.CheckpointDamaged(_store.Path, "its tensors are not those of the run");
            return [.. tensors.Select(t => t.Value)];
        });
        foreach ((GraphParameter parameter, Tensor value) in masks)
            parameter.SetMask(value);
        _parameters.RefreshMask();
        return history;
    }

    private IEnumerable<(string Name, Tensor Value)> OfRun() =>
        [
            ("parameters", _parameters.Value),
            .. _optimizer.State.Select(s => ("optimizer:" + s.Name, s.Value)),
            .. _effectiveWeights?.State.Select(s => ("effective:" + s.Name, s.Value)) ?? [],
            .. _graph.Parameters.Values.Where(p => !p.IsTrainable && !p.IsConstant).Select(p => ("statistic:" + p.Name, p.Value)),
            .. _further,
        ];
}
