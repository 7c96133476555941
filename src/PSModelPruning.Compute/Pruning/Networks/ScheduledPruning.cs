using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Checkpoints;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>One pruning of one copy of a network: its state, and the tools that a schedule works with. Used once, on one thread.</summary>
internal sealed partial class ScheduledPruning : IDisposable
{
    private readonly NetworkPruningSetup _network;
    private readonly UnitSelection _selection;
    private readonly MovementTrace? _movement;
    private readonly List<PruningRound> _rounds = [];
    private readonly List<TrainingEpoch> _epochs = [];
    private readonly List<IReadOnlyList<int>> _removals = [];
    private readonly PruningCheckpoint? _checkpoint;
    private PruningRound? _pruned;

    /// <param name="network">The model, its data and the choices.</param>
    /// <param name="graph">The copy; it is changed, and stays the caller's where nothing is made of it.</param>
    /// <param name="sparsity">The fraction that is to be gone.</param>
    /// <param name="activity">What progress calls it.</param>
    /// <param name="checkpoint">Where its state is kept; null for nowhere. It stays the caller's.</param>
    internal ScheduledPruning(
        NetworkPruningSetup network,
        Graph graph,
        double sparsity,
        string activity,
        PruningCheckpoint? checkpoint = null
    )
    {
        _network = network;
        Graph = graph;
        Final = sparsity;
        Activity = activity;
        _checkpoint = checkpoint;
        _selection = network.Granularity.Begin(graph, network.Rules);
        _movement = network.Criterion.WatchesTraining ? new MovementTrace() : null;
    }

    /// <summary>The network that is pruned, in place.</summary>
    internal Graph Graph { get; }

    /// <summary>The model that it is a copy of.</summary>
    internal NetworkModel Model => _network.Model;

    internal PruningOptions Options => _network.Options;

    internal IWorkMonitor Monitor => _network.Monitor;

    /// <summary>What progress calls the work.</summary>
    internal string Activity { get; }

    /// <summary>The fraction of the original units that was gone before.</summary>
    internal double Initial => _network.Initial;

    /// <summary>The fraction that is to be gone in the end.</summary>
    internal double Final { get; }

    /// <summary>The fraction that is gone now.</summary>
    internal double Reached => _selection.Reached;

    /// <summary>What scores at least this stays; null where the sparsity alone decides.</summary>
    internal double? Threshold => Options.Target.Threshold;

    /// <summary>True where each weight may go by itself.</summary>
    internal bool TakesSingleWeights => _network.Granularity.TakesSingleWeights;

    /// <summary>Epochs after each step; in all where the schedule prunes during training.</summary>
    internal int FineTuneEpochs => _network.FineTuneEpochs;

    /// <summary>True where the criterion scores by what it saw of training.</summary>
    internal bool WatchesTraining => _movement is not null;

    /// <summary>The data that is trained on; only where there is some.</summary>
    internal TrainingData Data => _network.FineTuning!.Data;

    /// <summary>
    /// How the model itself was trained, where it says so: with the threads of this run if their number was given, and without early
    /// stopping where there are no validation rows.
    /// </summary>
    internal TrainingOptions OriginalTraining =>
        Model.TrainingOptions! with
        {
            Threads = Options.Threads > 0 ? Options.Threads : Model.TrainingOptions.Threads,
            Patience = Data.Validation.RowCount > 0 ? Model.TrainingOptions.Patience : 0,
        };

    /// <summary>True once <see cref="RewindTo"/> was called.</summary>
    internal bool CanRewind => Graph.Parameters.Values.Any(parameter => parameter.Start is not null);

    /// <summary>Why layers stay as they are, by name.</summary>
    internal IReadOnlyDictionary<string, string> Untouched => _selection.Untouched;

    /// <summary>The steps that were taken.</summary>
    internal IReadOnlyList<PruningRound> Rounds => _rounds;

    /// <summary>
    /// Scores the network as it is and takes out the least important units, as zeros that training keeps. What is gone stays gone.
    /// </summary>
    /// <param name="sparsity">The fraction of the original units that is to be gone then.</param>
    /// <param name="criterion">What scores; the run's own criterion if not given.</param>
    internal void PruneTo(double sparsity, PruningCriterion? criterion = null)
    {
        Monitor.Cancellation.ThrowIfCancellationRequested();
        using var random = new torch.Generator((ulong)(uint)Options.Seed, torch.CPU);
        _selection.PruneTo(
            sparsity,
            criterion ?? _network.Criterion,
            new CriterionContext(Graph, _network.Rows, random, Monitor)
            {
                Movement = _movement,
                Training = _network.TrainingRows,
                Validation = _network.ValidationRows,
                Importance = _network.Importance,
            }
        );
    }

    /// <summary>The weights whose elements may go.</summary>
    internal IEnumerable<GraphParameter> ElementWeights() =>
        Graph.PrunableWeights().Where(entry => !_network.Rules.ExcludedLayers.ContainsKey(entry.Node.Name)).Select(entry => entry.Weight);

    /// <summary>The units that may go: channels and neurons.</summary>
    internal IReadOnlyList<PruningUnit> Units() =>
        [
            .. UnitGroups
                .Of(Graph)
                .Where(group => group.FixedReason is null && !group.Layers.Any(_network.Rules.ExcludedLayers.ContainsKey))
                .SelectMany(group => group.Units),
        ];

    /// <summary>Makes tensors smaller where the granularity does that. Not to be called while the network is trained.</summary>
    internal void Shrink()
    {
        long before = Elements();
        IReadOnlyList<int> goes = _selection.Masked;
        _selection.Complete();
        if (goes.Count > 0)
            _removals.Add(goes);
        else if (_checkpoint is not null && Elements() != before)
            throw PruningErrors.CheckpointNotForGranularity(_network.Granularity.Name);
    }

    private long Elements() => Graph.Parameters.Values.Sum(parameter => parameter.ElementCount);

    /// <summary>Estimates the statistics of BatchNormalization from the training rows, as pruning shifts what arrives there.</summary>
    internal void EstimateStatistics() => _network.EstimateStatistics(Graph);

    /// <summary>The network's score on the validation partition; NaN where there is none.</summary>
    internal double Score() => _network.Score(Graph);

    /// <summary>Fine-tunes with the run's options and epochs.</summary>
    /// <param name="round">Which fine-tuning of the run this is: each shuffles differently.</param>
    /// <param name="activity">What progress calls it.</param>
    /// <param name="afterStep">Called after every update with the updates done and those of the whole fine-tuning.</param>
    /// <param name="epochs">Other than the run's.</param>
    internal void FineTune(int round, string activity, Action<long, long>? afterStep = null, int? epochs = null) =>
        _epochs.AddRange(_network.FineTuning!.Run(Graph, epochs ?? FineTuneEpochs, round, Hooks(activity) with { AfterStep = afterStep }));

    /// <summary>How the run fine-tunes: what a schedule's own options begin with.</summary>
    internal TrainingOptions FineTuneOptions(int round) => _network.FineTuning!.Options(FineTuneEpochs, round);

    /// <summary>The updates of so many epochs.</summary>
    internal long Updates(int epochs) => _network.FineTuning!.Updates(epochs);

    /// <summary>Trains with options of the schedule's own.</summary>
    /// <param name="options">How.</param>
    /// <param name="hooks"><see cref="Hooks"/>, with what the schedule adds.</param>
    internal void Train(TrainingOptions options, TrainingHooks hooks) =>
        _epochs.AddRange(NetworkTrainer.Train(Graph, Data, options, Monitor, hooks));

    /// <summary>What the run itself does during a training.</summary>
    internal TrainingHooks Hooks(string activity) =>
        new()
        {
            Activity = activity,
            AfterBackward = _movement is null ? null : () => _movement.Observe(Graph),
            Checkpoint = _checkpoint,
        };

    /// <summary>
    /// Remembers the weights and statistics that <see cref="Rewind"/> goes back to. What is pruned later is taken out of them too.
    /// </summary>
    /// <param name="early">A network of the same parameters and shapes; it stays the caller's.</param>
    internal void RewindTo(Graph early)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        foreach (GraphParameter parameter in Changing)
            parameter.SetStart(early.Parameters[parameter.Name].Value.detach().clone());
    }

    /// <summary>Gives what survived the values that are remembered.</summary>
    internal void Rewind()
    {
        foreach (GraphParameter parameter in Graph.Parameters.Values)
            parameter.Rewind();
    }

    /// <summary>
    /// Prunes, shrinks, estimates statistics, trains (where there are epochs) and scores before and after that. Does what is left to do of
    /// it where the run was resumed.
    /// </summary>
    /// <param name="round">Counted from 1.</param>
    /// <param name="of">The rounds in all, as far as is known.</param>
    /// <param name="prune">Takes units out.</param>
    /// <param name="train">Trains what is left.</param>
    /// <returns>False where a threshold is set and nothing scores below it: then there was no round.</returns>
    internal bool Round(int round, int of, Action prune, Action train)
    {
        if (_rounds.Count > 0 && _rounds[^1].Round >= round)
            return true;
        if (_pruned?.Round != round)
        {
            double before = Reached;
            prune();
            if (Threshold is not null && Reached <= before)
                return false;
            Shrink();
            EstimateStatistics();
            double score = Score();
            _pruned = new PruningRound(round, Reached, score, score);
        }
        PruningRound done = _pruned;
        if (_network.FineTuneEpochs > 0)
        {
            train();
            done = done with { Sparsity = Reached, ScoreTuned = Score() };
        }
        _pruned = null;
        Add(done, of);
        Save();
        return true;
    }

    /// <summary>Adds a round to the report and tells of it.</summary>
    internal void Add(PruningRound round, int of)
    {
        _rounds.Add(round);
        // A schedule that prunes during one training has a single score a step.
        ComputeMessage scores =
            double.IsNaN(round.ScoreTuned) ? ""
            : round.ScorePruned == round.ScoreTuned ? (ComputeMessage)$", validation score {round.ScoreTuned:0.0000}"
            : (ComputeMessage)$", validation score {round.ScorePruned:0.0000} after pruning, {round.ScoreTuned:0.0000} after fine-tuning";
        Monitor.Verbose($"Step {round.Round} of {of}: {round.Sparsity:P2} removed{scores}.");
    }

    /// <summary>Sets the score that the last round ends with.</summary>
    internal void Tuned(double score) => _rounds[^1] = _rounds[^1] with { ScoreTuned = score };

    /// <summary>What the run has come to. The graph passes to it.</summary>
    internal PrunedNetwork Outcome()
    {
        if (_rounds.Count == 0)
            _rounds.Add(new PruningRound(1, Reached, _network.ScoreBefore, _network.ScoreBefore));
        foreach (GraphParameter parameter in Graph.Parameters.Values)
            parameter.UnifyZeros();
        return new PrunedNetwork(Graph)
        {
            Sparsity = Reached,
            Score = _rounds[^1].ScoreTuned,
            Rounds = _rounds,
            Epochs = [.. _epochs.Select((epoch, i) => epoch with { Epoch = i + 1 })],
            Untouched = Untouched,
        };
    }

    /// <summary>Lets go of what the run remembered; the graph stays.</summary>
    public void Dispose()
    {
        _movement?.Dispose();
        foreach (GraphParameter parameter in Graph.Parameters.Values)
            parameter.SetStart(null);
    }
}
