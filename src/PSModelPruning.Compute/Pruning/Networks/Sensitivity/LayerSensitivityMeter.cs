using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Sensitivity;

/// <summary>
/// Prunes each layer of a network alone, to several sparsities, and scores the result without fine-tuning. The criterion scores the whole
/// network once; a point costs a copy, and a run of the rows.
/// </summary>
/// <remarks>Li, Kadav, Durdanovic, Samet, Graf: "Pruning Filters for Efficient ConvNets", 2017, section 3.2 and figure 2b.</remarks>
internal sealed class LayerSensitivityMeter
{
    /// <summary>Batches that BatchNormalization's statistics are estimated from at each point.</summary>
    private const int StatisticsBatches = 10;

    private const int RowsAtOnce = 256;

    private readonly NetworkModel _model;
    private readonly Dataset _dataset;
    private readonly SensitivityRequest _request;
    private readonly IWorkMonitor _monitor;
    private readonly PruningCriterion _criterion;
    private readonly PruningGranularity _granularity;
    private readonly Dictionary<string, string> _unfit;

    private LayerSensitivityMeter(NetworkModel model, Dataset dataset, SensitivityRequest request, IWorkMonitor monitor)
    {
        _model = model;
        _dataset = MatchedDataset.For(model, dataset);
        _request = request;
        _monitor = monitor;
        _criterion = NetworkPruningChoices.Criterion(model, request.Options);
        _granularity = NetworkPruningChoices.Granularity(request.Options, _criterion);
        _unfit = new Dictionary<string, string>(_criterion.UnfitLayers(model.Graph));
    }

    /// <summary>Measures every layer, one object a point, as soon as it is known.</summary>
    /// <param name="model">The network; it is not changed.</param>
    /// <param name="dataset">The rows to score with; null takes the model's own.</param>
    /// <param name="request">What is measured.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <param name="write">Receives the points: layers in the network's order, sparsities ascending.</param>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>, <c>PartitionEmpty</c>, <c>SparsityOutOfRange</c>, <c>LayerNotFound</c>,
    /// <c>MethodNotForModel</c>, <c>MethodNeedsChannels</c>,
    /// <c>MethodNotForNetwork</c>, <c>NothingToPrune</c>, <c>SensitivityNotForGranularity</c>.</exception>
    internal static void Measure(
        NetworkModel model,
        Dataset? dataset,
        SensitivityRequest request,
        IWorkMonitor monitor,
        Action<LayerSensitivity> write
    )
    {
        Dataset rows = dataset ?? model.Dataset ?? throw PruningErrors.DatasetMissing(model, "measuring what layers lose");
        if (rows[request.Partition].RowCount == 0)
            throw ModelErrors.PartitionEmpty(rows, request.Partition);
        foreach (double sparsity in request.Sparsities)
            new PruningTarget { Sparsity = sparsity }.CheckFigures();
        using IDisposable use = model.Use();
        ThreadLimit.Run(request.Options.Threads, () =>
        {
            new LayerSensitivityMeter(model, rows, request, monitor).Measure(write);
            return true;
        });
    }

    private void Measure(Action<LayerSensitivity> write)
    {
        if (!_granularity.TakesLayerSparsity)
            throw PruningErrors.SensitivityNotForGranularity(
                _granularity.Name,
                _request.Options.Variants.GranularitiesWhere(granularity => granularity.TakesLayerSparsity)
            );
        if (_criterion.NeedsValidation && _dataset.ValidationRows < 2)
            throw PruningErrors.MethodNeedsValidation(_dataset, _criterion.Name);
        LayerGroup[] groups = Chosen();
        // The scope holds what the criterion keeps beside its scores until the last layer was pruned.
        using DisposeScope scope = NewDisposeScope();
        using var random = new Generator((ulong)(uint)_request.Options.Seed, CPU);
        CriterionContext context = Context(random);
        _monitor.Progress(new WorkProgress(Activity, $"{_criterion.Name} scores the network", 0));
        using var scored = new CachedCriterion(_criterion, context, _granularity.Scored, _unfit);
        double before = Score(_model);
        double[] sparsities = [.. _request.Sparsities.Distinct().Order()];
        for (int layer = 0; layer < groups.Length; layer++)
        {
            double reached = double.NaN;
            for (int i = 0; i < sparsities.Length; i++)
            {
                _monitor.Cancellation.ThrowIfCancellationRequested();
                _monitor.Progress(
                    new WorkProgress(
                        Activity,
                        FormattableString.Invariant($"{groups[layer].Name}, {sparsities[i]:P0} gone"),
                        (layer + (double)i / sparsities.Length) / groups.Length
                    )
                );
                if (Point(groups[layer], sparsities[i], reached, before, scored, context) is not { } point)
                    continue;
                reached = point.Sparsity;
                write(point);
            }
        }
    }

    private string Activity => $"Measuring the layers of {_model.Name}";

    private CriterionContext Context(Generator random)
    {
        TrainingData data = TrainingData.For(_model, _dataset);
        TrainingOptions objective = FineTuningObjective.For(_model, data.Training, _request.Options.Network);
        IReadOnlyList<int> shape = _model.Graph.InputShape;
        return new CriterionContext(
            _model.Graph,
            new CalibrationRows(data, objective, shape, _request.Options.Network.BatchRows, _request.Options.Seed),
            random,
            _monitor
        )
        {
            Training = new CalibrationRows(data, objective, data.Training, shape, RowsAtOnce),
            Validation = new CalibrationRows(data, objective, data.Validation, shape, RowsAtOnce),
            Importance = new InputImportance(_model, _dataset, _request.Options),
        };
    }

    /// <summary>One layer pruned to one sparsity; null where that takes no more than the sparsity before.</summary>
    private LayerSensitivity? Point(
        LayerGroup group,
        double sparsity,
        double last,
        double before,
        CachedCriterion scored,
        CriterionContext context
    )
    {
        using Graph graph = _model.Graph.Clone();
        UnitSelection selection = _granularity.Begin(graph, Rules(group.Layers));
        long units = selection.Original;
        double wanted = Math.Min(sparsity, selection.Most);
        if (wanted < selection.Reached)
            return null;
        selection.PruneTo(wanted, scored, context with { Graph = graph });
        selection.Complete();
        if (selection.Reached <= last)
            return null;
        BatchNormStatistics.Estimate(
            graph,
            _dataset.Training,
            batches: StatisticsBatches,
            seed: _request.Options.Seed,
            cancellation: _monitor.Cancellation
        );
        var candidate = new NetworkModel(_model.Describe() with { Dataset = _dataset }, graph, _model.Kind);
        return new LayerSensitivity
        {
            Model = _model.Name,
            Layer = group.Name,
            Layers = group.Layers,
            Method = _criterion.Name,
            Granularity = _granularity.Name,
            Unit = _granularity.Unit,
            Sparsity = selection.Reached,
            Units = units,
            Kept = units - (long)Math.Round(selection.Reached * units),
            ScoreBefore = before,
            Score = Score(candidate),
            ParametersGone = _model.Size.NonzeroParameters - candidate.Size.NonzeroParameters,
            MultiplyAccumulatesGone = _model.Size.MultiplyAccumulates - candidate.Size.MultiplyAccumulates,
            Partition = _request.Partition,
            Seed = _request.Options.Seed,
        };
    }

    private double Score(NetworkModel model) => ModelEvaluator.Evaluate(model, _dataset, _request.Partition, _monitor).Score;

    /// <summary>Nothing goes but of the given layers.</summary>
    private GranularityRules Rules(IReadOnlyList<string> layers)
    {
        Dictionary<string, string> others = LayerNames
            .Prunable(_model.Graph)
            .Distinct()
            .Where(layer => !layers.Contains(layer))
            .ToDictionary(layer => layer, _ => "another layer is measured");
        return new GranularityRules(PruningScope.Global, _model.OriginalShapes, others, 1);
    }

    private string? UnfitReason(LayerGroup group) =>
        group.Layers.Select(layer => _unfit.GetValueOrDefault(layer)).FirstOrDefault(reason => reason is not null);

    /// <summary>What can be pruned alone: layers, or groups of layers whose channels are coupled.</summary>
    private LayerGroup[] Chosen()
    {
        HashSet<string> asked =
            _request.Layers.Count > 0 ? LayerNames.Find(_model, _request.Layers) : [.. LayerNames.Prunable(_model.Graph)];
        var chosen = new List<LayerGroup>();
        foreach (
            LayerGroup group in _granularity
                .Groups(_model.Graph)
                .Where(group => group.Layers.Any(asked.Contains))
                .DistinctBy(group => group.Name)
        )
        {
            string? reason = group.FixedReason ?? UnfitReason(group);
            if (reason is not null)
                _monitor.Verbose($"Layer '{group.Name}' is not measured: {reason}.");
            else
                chosen.Add(group);
        }
        if (chosen.Count == 0)
            throw _unfit.Count > 0
                ? PruningErrors.MethodNotForNetwork(_model, _criterion.Name, _unfit.First().Key, _unfit.First().Value)
                : PruningErrors.NothingToPrune(_model, _granularity.Unit, _granularity.NothingReason);
        return [.. chosen];
    }
}
