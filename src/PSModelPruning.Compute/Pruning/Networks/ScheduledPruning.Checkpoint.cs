using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Checkpoints;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <content>How a run is kept in a checkpoint and taken up again.</content>
internal sealed partial class ScheduledPruning
{
    private const string ParameterPrefix = "parameter:";
    private const string MaskPrefix = "mask:";
    private const string StatisticPrefix = "statistic:";
    private const string StartPrefix = "start:";
    private const string MovementPrefix = "movement:";

    /// <summary>
    /// Goes on where the checkpoint stands if that was asked for; writes the first one otherwise, so that a path that cannot be written to
    /// is told before any work.
    /// </summary>
    /// <exception cref="ComputeException"><c>CheckpointMismatch</c>: it belongs to another run. Or it cannot be read or
    /// written.</exception>
    internal void Open()
    {
        if (_checkpoint is null)
            return;
        _checkpoint.Progress = Progress;
        _checkpoint.Memory = Memory;
        if (Options.Checkpoint.Resume == true)
        {
            Restore(_checkpoint, _checkpoint.Open());
            Monitor.Verbose($"The run continues after {_rounds.Count} steps, with {Reached:P1} removed, from '{_checkpoint.Path}'.");
            return;
        }
        if (File.Exists(_checkpoint.Path))
            Monitor.Warning(
                $"The checkpoint '{_checkpoint.Path}' is overwritten by a new run. To continue the old run, use {Option.Resume}."
            );
        Save();
    }

    /// <summary>Writes the state between trainings; during one, the training does.</summary>
    private void Save() =>
        _checkpoint?.Save(
            Changing.SelectMany(parameter =>
                parameter.Mask is { } mask
                    ? new[]
                    {
                        (ParameterPrefix + parameter.Name, parameter.Value.detach().contiguous()),
                        (MaskPrefix + parameter.Name, mask.to_type(ScalarType.Float32).contiguous()),
                    }
                    : [(ParameterPrefix + parameter.Name, parameter.Value.detach().contiguous())]
            )
        );

    /// <summary>The parameters that pruning and training change; constants stay what they are.</summary>
    private IEnumerable<GraphParameter> Changing => Graph.Parameters.Values.Where(parameter => !parameter.IsConstant);

    private PruningProgress Progress() =>
        new()
        {
            Rounds = _rounds,
            Pruned = _pruned,
            Epochs = _epochs,
            Removals = _removals,
            Masked = _selection.Masked,
        };

    private IEnumerable<(string Name, Tensor Value)> Memory() =>
        [
            .. Graph
                .Parameters.Values.Where(parameter => parameter.Start is not null)
                .Select(parameter => (StartPrefix + parameter.Name, parameter.Start!.contiguous())),
            .. (_movement?.Sums ?? []).Select(sum => (MovementPrefix + sum.Parameter, sum.Value.contiguous())),
        ];

    private void Restore(PruningCheckpoint checkpoint, PruningProgress progress)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        try
        {
            foreach (IReadOnlyList<int> removal in progress.Removals)
            {
                _selection.Restore(removal);
                Shrink();
            }
            RestoreTensors(checkpoint);
            _selection.Restore(progress.Masked);
        }
        catch (ContentException e)
        {
            throw TrainingErrors.CheckpointDamaged(checkpoint.Path, e.Message, e);
        }
        _rounds.AddRange(progress.Rounds);
        _epochs.AddRange(progress.Epochs);
        _pruned = progress.Pruned;
    }

    private void RestoreTensors(PruningCheckpoint checkpoint)
    {
        foreach (GraphParameter parameter in Graph.Parameters.Values)
            parameter.SetMask(null);
        if (checkpoint.Resumes)
        {
            using (var flat = new FlatParameters(Graph))
                flat.Value.copy_(Fitting(checkpoint.OfTraining("parameters"), flat.Count));
            Each(checkpoint.OfTraining, StatisticPrefix, (parameter, value) => parameter.Value.copy_(value));
            Each(checkpoint.OfTraining, MaskPrefix, (parameter, value) => parameter.SetMask(value.clone()));
        }
        else
        {
            foreach (GraphParameter parameter in Changing)
                parameter.Value.copy_(
                    Fitting(checkpoint.OfRun(ParameterPrefix + parameter.Name), parameter.ElementCount).view(parameter.Shape)
                );
            Each(checkpoint.OfRun, MaskPrefix, (parameter, value) => parameter.SetMask(value.clone()));
        }
        Each(checkpoint.OfRun, StartPrefix, (parameter, value) => parameter.SetStart(value.clone()));
        Each(checkpoint.OfRun, MovementPrefix, (parameter, value) => _movement?.Restore(parameter, value));
    }

    /// <summary>Hands each parameter the stored tensor of its name, where there is one.</summary>
    private void Each(Func<string, Tensor?> stored, string prefix, Action<GraphParameter, Tensor> take)
    {
        foreach (GraphParameter parameter in Graph.Parameters.Values)
        {
            if (stored(prefix + parameter.Name) is { } value)
                take(parameter, Fitting(value, parameter.ElementCount).view(parameter.Shape));
        }
    }

    private static Tensor Fitting(Tensor? value, long count) =>
        value is not null && value.numel() == count ? value : throw new ContentException("its tensors are not those of the network");
}
