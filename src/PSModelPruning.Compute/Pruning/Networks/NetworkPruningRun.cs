using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Schedules;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;

namespace PSModelPruning.Compute.Pruning.Networks;

/// <summary>
/// One network with its data and choices (criterion × granularity × schedule): prunes copies of it to any sparsity. Used under the
/// training lock, on one thread.
/// </summary>
internal sealed class NetworkPruningRun
{
    /// <summary>A schedule that prunes during one fine-tuning gets as many epochs as this many fine-tunings.</summary>
    private const int GradualFactor = 3;

    /// <summary>Rows of a batch where whole partitions are run through the network.</summary>
    private const int RowsAtOnce = 256;

    /// <summary>The most rounds towards a threshold where no number is given.</summary>
    private const int MostRounds = 100;

    private readonly NetworkModel _model;
    private readonly Dataset? _dataset;
    private readonly PruningOptions _options;
    private readonly IWorkMonitor _monitor;
    private readonly PruningCriterion _criterion;
    private readonly PruningSchedule _schedule;
    private readonly GranularityRules _rules;
    private readonly CalibrationRows? _rows;
    private readonly CalibrationRows? _training;
    private readonly CalibrationRows? _validation;
    private readonly FineTuning? _fineTuning;

    /// <exception cref="ComputeException">A choice is not possible for this model and data.</exception>
    internal NetworkPruningRun(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        _model = model;
        _dataset = dataset is null ? null : MatchedDataset.For(model, dataset);
        _options = options;
        _monitor = monitor;
        _criterion = NetworkPruningChoices.Criterion(model, options);
        Granularity = NetworkPruningChoices.Granularity(options, _criterion);
        _schedule = NetworkPruningChoices.Schedule(options, _criterion, Granularity, dataset is not null);
        _rules = new GranularityRules(options.Scope, model.OriginalShapes, Excluded(), Math.Max(1, options.RoundTo))
        {
            Threshold = options.Target.Threshold,
            Pattern = options.Pattern.Length > 0 ? NMPattern.Parse(options.Pattern) : NMPattern.Usual,
            BlockSize = options.BlockSize.Count > 0 ? BlockSize.Of(options.BlockSize) : BlockSize.Usual,
        };
        if (_dataset is not null)
        {
            TrainingData data = TrainingData.For(model, _dataset);
            _rows = new CalibrationRows(data, model.Graph.InputShape, options.BatchSize, options.Seed);
            _training = new CalibrationRows(data, data.Training, model.Graph.InputShape, RowsAtOnce);
            _validation = new CalibrationRows(data, data.Validation, model.Graph.InputShape, RowsAtOnce);
            _fineTuning = new FineTuning(data, options, monitor);
            FineTuneEpochs = options.FineTuneEpochs
                ?? FineTuning.DefaultEpochs(data, options.BatchSize) * (_schedule.IsDuringTraining ? GradualFactor : 1);
        }
        CheckData();
        using Graph probe = model.Graph.Clone();
        GranularitySession session = Granularity.Begin(probe, _rules);
        if (session.Candidates == 0)
            throw _criterion.UnfitLayers(model.Graph) is { Count: > 0 } unfit
                ? PruningErrors.MethodNotForNetwork(model, _criterion.Name, unfit.First().Key, unfit.First().Value)
                : PruningErrors.NothingToPrune(model, Granularity.Unit);
        (Initial, Most) = (session.Reached, session.Most);
        ScoreBefore = Score(model);
    }

    internal PruningGranularity Granularity { get; }

    internal PruningSchedule Schedule => _schedule;

    internal PruningCriterion Criterion => _criterion;

    /// <summary>Epochs after each step; in all where the schedule prunes during training.</summary>
    internal int FineTuneEpochs { get; }

    /// <summary>The fraction of the original units that is gone already.</summary>
    internal double Initial { get; }

    /// <summary>The greatest fraction that can go.</summary>
    internal double Most { get; }

    /// <summary>The model's score on the validation partition; NaN where there is none.</summary>
    internal double ScoreBefore { get; }

    /// <summary>Prunes a copy at once and trains nothing: what a plan shows and what a cheap search measures.</summary>
    internal PrunedNetwork PruneOnly(double sparsity)
    {
        Graph graph = _model.Graph.Clone();
        return Owning(graph, () =>
        {
            GranularitySession session = Granularity.Begin(graph, _rules);
            Step(session, graph, sparsity, null);
            session.Complete();
            return new PrunedNetwork(graph) { Sparsity = session.Reached, Score = double.NaN, Untouched = session.Untouched };
        });
    }

    /// <summary>Prunes a copy as the schedule says, with fine-tuning.</summary>
    /// <param name="sparsity">The fraction that is to be gone.</param>
    /// <param name="activity">What progress calls it.</param>
    internal PrunedNetwork Prune(double sparsity, string activity)
    {
        Graph graph = _model.Graph.Clone();
        return Owning(graph, () =>
        {
            if (_options.Target.Threshold is { } threshold)
                return PruneToThreshold(graph, sparsity, threshold, activity);
            using MovementTrace? movement = _criterion.WatchesTraining ? new MovementTrace() : null;
            return _schedule.IsDuringTraining ? PruneWhileTraining(graph, sparsity, activity, movement) : PruneInRounds(graph, sparsity, activity, movement);
        });
    }

    /// <summary>The score of a candidate on the validation partition.</summary>
    internal double Score(Graph graph)
    {
        var candidate = new NetworkModel(_model.Describe() with { Dataset = _dataset }, graph, _model.Kind);
        return Score(candidate);
    }

    private PrunedNetwork PruneInRounds(Graph graph, double sparsity, string activity, MovementTrace? movement)
    {
        int steps = _schedule.Steps(_options.Steps);
        var rounds = new List<PruningRound>();
        var epochs = new List<TrainingEpoch>();
        GranularitySession session = Granularity.Begin(graph, _rules);
        for (int step = 1; step <= steps; step++)
        {
            Step(session, graph, _schedule.Sparsity(Initial, sparsity, step, steps), movement);
            session.Complete();
            EstimateStatistics(graph);
            double pruned = Score(graph), tuned = pruned;
            if (FineTuneEpochs > 0)
            {
                epochs.AddRange(_fineTuning!.Run(graph, FineTuneEpochs, step,
                    FormattableString.Invariant($"{activity}: step {step} of {steps}, {session.Reached:P1} gone"), afterBackward: Watching(graph, movement)));
                if (step == steps)
                    EstimateStatistics(graph);
                tuned = Score(graph);
            }
            rounds.Add(new PruningRound(step, session.Reached, pruned, tuned));
            Tell(rounds[^1], steps);
        }
        return Outcome(graph, session, rounds, epochs);
    }

    /// <summary>Takes out what scores below the threshold, fine-tunes, scores anew, until nothing does or the sparsity is reached.</summary>
    private PrunedNetwork PruneToThreshold(Graph graph, double most, double threshold, string activity)
    {
        int limit = Math.Min(_schedule.MostSteps, _options.Steps > 0 ? _options.Steps : MostRounds);
        var rounds = new List<PruningRound>();
        var epochs = new List<TrainingEpoch>();
        GranularitySession session = Granularity.Begin(graph, _rules);
        for (int round = 1; round <= limit; round++)
        {
            double before = session.Reached;
            Step(session, graph, most, null);
            if (session.Reached <= before)
            {
                _monitor.Verbose(FormattableString.Invariant($"Round {round}: {(before < most - 1e-9 ? $"nothing scores below {threshold}" : "as much is gone as may go")}."));
                break;
            }
            session.Complete();
            EstimateStatistics(graph);
            double pruned = Score(graph), tuned = pruned;
            if (FineTuneEpochs > 0)
            {
                epochs.AddRange(_fineTuning!.Run(graph, FineTuneEpochs, round, FormattableString.Invariant($"{activity}: round {round}, {session.Reached:P1} gone")));
                EstimateStatistics(graph);
                tuned = Score(graph);
            }
            rounds.Add(new PruningRound(round, session.Reached, pruned, tuned));
            Tell(rounds[^1], limit);
        }
        if (rounds.Count == 0)
            rounds.Add(new PruningRound(1, session.Reached, ScoreBefore, ScoreBefore));
        return Outcome(graph, session, rounds, epochs);
    }

    /// <summary>Steps lie evenly in the first three quarters of the fine-tuning (after the first eighth for a criterion that watches it); in the rest the network recovers.</summary>
    private PrunedNetwork PruneWhileTraining(Graph graph, double sparsity, string activity, MovementTrace? movement)
    {
        const double prunedPart = 0.75;
        double start = movement is null ? 0 : 0.125;
        int steps = _schedule.Steps(_options.Steps);
        var rounds = new List<PruningRound>();
        GranularitySession session = Granularity.Begin(graph, _rules);
        int done = 0;
        void Advance(double progress)
        {
            int due = progress < start ? 0 : Math.Min(steps, 1 + (int)((progress - start) / (prunedPart - start) * steps));
            if (due <= done)
                return;
            Step(session, graph, _schedule.Sparsity(Initial, sparsity, due, steps), movement);
            done = due;
            double score = Score(graph);
            rounds.Add(new PruningRound(due, session.Reached, score, score));
            Tell(rounds[^1], steps);
        }
        Advance(0);
        IReadOnlyList<TrainingEpoch> epochs = _fineTuning!.Run(graph, FineTuneEpochs, 1, FormattableString.Invariant($"{activity}, gradually to {sparsity:P1}"),
            (step, of) => Advance((double)step / of), Watching(graph, movement));
        session.Complete();
        EstimateStatistics(graph);
        rounds[^1] = rounds[^1] with { ScoreTuned = Score(graph) };
        return Outcome(graph, session, rounds, epochs);
    }

    private PrunedNetwork Outcome(Graph graph, GranularitySession session, IReadOnlyList<PruningRound> rounds, IReadOnlyList<TrainingEpoch> epochs) =>
        new(graph)
        {
            Sparsity = session.Reached,
            Score = rounds[^1].ScoreTuned,
            Rounds = rounds,
            Epochs = [.. epochs.Select((epoch, i) => epoch with { Epoch = i + 1 })],
            Untouched = session.Untouched,
        };

    private static Action? Watching(Graph graph, MovementTrace? movement) => movement is null ? null : () => movement.Observe(graph);

    private void Step(GranularitySession session, Graph graph, double sparsity, MovementTrace? movement)
    {
        _monitor.Cancellation.ThrowIfCancellationRequested();
        using var random = new torch.Generator((ulong)(uint)_options.Seed, torch.CPU);
        session.PruneTo(sparsity, _criterion, new CriterionContext(graph, _rows, random, _monitor) { Movement = movement, Training = _training, Validation = _validation });
    }

    private void Tell(PruningRound round, int steps) => _monitor.Verbose(double.IsNaN(round.ScoreTuned)
        ? FormattableString.Invariant($"Step {round.Round} of {steps}: {round.Sparsity:P2} gone.")
        : FormattableString.Invariant($"Step {round.Round} of {steps}: {round.Sparsity:P2} gone, validation score {round.ScorePruned:0.0000} after pruning, {round.ScoreTuned:0.0000} after fine-tuning."));

    private double Score(NetworkModel model) =>
        _dataset is null || _dataset.ValidationRows == 0 ? double.NaN : ModelEvaluator.Evaluate(model, _dataset, PartitionName.Validation, _monitor).Score;

    /// <summary>The layers that stay: those that the user excluded and those that the criterion cannot score.</summary>
    private Dictionary<string, string> Excluded()
    {
        var excluded = new Dictionary<string, string>(_criterion.UnfitLayers(_model.Graph));
        foreach (string layer in LayerNames.Find(_model, _options.ExcludeLayers))
            excluded[layer] = "excluded";
        return excluded;
    }

    private void CheckData()
    {
        if (_dataset is not null)
        {
            if (_criterion.NeedsValidation && _dataset.ValidationRows < 2)
                throw PruningErrors.MethodNeedsValidation(_dataset, _criterion.Name);
            if (_schedule.IsDuringTraining && FineTuneEpochs == 0)
                throw PruningErrors.GradualNeedsFineTuning(_schedule.Name);
            return;
        }
        if (_criterion.NeedsData)
            throw PruningErrors.DatasetMissing(_model, $"method {_criterion.Name}");
        if (_schedule.IsDuringTraining)
            throw PruningErrors.DatasetMissing(_model, $"schedule {_schedule.Name}");
        if (_options.FineTuneEpochs > 0)
            throw PruningErrors.DatasetMissing(_model, "fine-tuning");
        _monitor.Verbose($"'{_model.Name}' carries no data set: nothing is fine-tuned or measured. Give one with -Dataset.");
    }

    private void EstimateStatistics(Graph graph)
    {
        if (_dataset is not null)
            BatchNormStatistics.Estimate(graph, _dataset.Training, seed: _options.Seed, cancellation: _monitor.Cancellation);
    }

    private static PrunedNetwork Owning(Graph graph, Func<PrunedNetwork> prune)
    {
        try
        {
            return prune();
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }
}
